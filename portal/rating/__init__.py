"""A citizen rates a desk: limits, sealed inbox, mixing, tallies; holds no identities."""
