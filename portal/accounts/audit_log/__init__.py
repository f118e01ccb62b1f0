"""Audit log: acts of staff as entries in a hash chain that never change."""
