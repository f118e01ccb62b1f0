"""Totals of earlier years from other systems."""
