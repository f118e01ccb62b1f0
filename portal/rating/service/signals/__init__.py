"""Notices what is unusual, keeps what reviews found, and leaves out by rule only."""
