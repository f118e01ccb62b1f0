"""How a release is made from exact sums; only commands and jobs load it, never a web worker."""
