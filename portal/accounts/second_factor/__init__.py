"""Codes of authenticator apps and recovery codes."""
