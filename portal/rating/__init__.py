"""A citizen rates a desk: limits, sealed inbox, mixing, tallies; knows no identities."""
