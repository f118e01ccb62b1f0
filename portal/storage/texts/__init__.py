"""Texts of people: cleaned of invisible characters, encrypted at rest, compared by likeness."""
