"""Staff pages of machines and their keys."""
