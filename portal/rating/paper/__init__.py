"""Paper questionnaires: read from a file, checked line by line, and carried out whole."""
