"""Pages of a year: rated, looked at by others, signed, and what a result is made of."""
