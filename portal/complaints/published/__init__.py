"""Published complaints: half-years that were counted once, and texts."""
