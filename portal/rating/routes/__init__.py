"""Every page a citizen touches."""
