"""Paper questionnaires: a file read and checked, and taken in whole or not at all."""
