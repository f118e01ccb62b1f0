"""Backups: one file with the whole database, verified before it has its name, and its way back."""
