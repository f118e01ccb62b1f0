"""The tables of staff accounts and of the audit log."""
