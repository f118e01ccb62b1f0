"""The staff pages of places and people."""
