"""Periodic work: what is due, who holds the turn, and when each job last succeeded."""
