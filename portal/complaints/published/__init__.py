"""What the public reads of complaints: half-years that were counted once, and texts."""
