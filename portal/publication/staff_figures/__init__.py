"""Figures that only staff read, as their pages show them."""
