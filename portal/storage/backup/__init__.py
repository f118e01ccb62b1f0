"""Backups: one file with the whole database, verified before it gets its name, and restoring it."""
