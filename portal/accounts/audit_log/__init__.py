"""What staff did: entries in a hash chain that never change."""
