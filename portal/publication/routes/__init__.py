"""Staff pages of what is published."""
