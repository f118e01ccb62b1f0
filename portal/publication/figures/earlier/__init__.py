"""Totals of earlier years from other systems: what a row says, and what can be wrong with it."""
