"""What colleagues say of a person: drawn, sealed, folded once for the whole city, destroyed."""
