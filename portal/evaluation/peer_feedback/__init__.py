"""What colleagues say of a person: drawn, sealed, counted once for the whole city, destroyed."""
