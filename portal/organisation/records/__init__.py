"""Records from forms and files, carried out whole or not at all."""
