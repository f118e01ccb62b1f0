"""Feedback of colleagues: drawn, sealed, counted once for the whole city, destroyed."""
