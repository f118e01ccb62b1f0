"""What the staff pages of places and people answer."""
