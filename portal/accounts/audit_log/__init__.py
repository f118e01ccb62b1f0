"""What staff did: entries that are sealed to one another and never change."""
