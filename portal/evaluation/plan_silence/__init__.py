"""Silence on a plan: who is reminded, and who is told once its last day is over."""
