"""What forms and files ask for, as records, carried out whole or not at all."""
