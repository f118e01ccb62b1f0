"""The exact sums of the months a release looks at, and what contradicts itself in them."""
