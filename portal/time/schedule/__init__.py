"""Periodic work: what is due, who holds the lock, and when each job last succeeded."""
