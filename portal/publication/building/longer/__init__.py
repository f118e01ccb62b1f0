"""Quarters, half-years and years: built from exact counts, rounded once, audited."""
