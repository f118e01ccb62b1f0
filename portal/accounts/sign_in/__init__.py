"""Signing in with a password and, where asked, a second factor."""
