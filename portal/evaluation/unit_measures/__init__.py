"""Measures of a unit: a weak point that five or more share, answered with what helps all."""
