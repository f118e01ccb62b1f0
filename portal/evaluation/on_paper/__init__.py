"""Receipts that people without an account or a phone sign on paper; a coordinator records them."""
