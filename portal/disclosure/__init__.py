"""Disclosure: numbers of people that a reader can derive from a finished public document."""
