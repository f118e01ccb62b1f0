"""Rules of complaints that need no database."""
