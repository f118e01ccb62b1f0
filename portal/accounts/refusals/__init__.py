"""Refusals: bounds on guessing, and counts by hour and account."""
