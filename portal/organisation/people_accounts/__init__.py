"""Accounts for many people at once: links as printed letters, or by mail."""
