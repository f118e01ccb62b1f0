"""Whether confirmed results still say what they said, and what follows from their sources."""
