"""One-time links: choosing a password, making a browser known."""
