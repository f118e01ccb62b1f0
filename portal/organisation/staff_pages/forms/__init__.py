"""Forms of the staff pages of places and people."""
