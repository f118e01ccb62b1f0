"""Intake of complaints: states, texts and keys; a citizen writes one and follows it."""
