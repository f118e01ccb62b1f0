"""Passwords: how they are stored, and which are too easy to guess."""
