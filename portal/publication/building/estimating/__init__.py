"""Estimates for places with few answers: which may stand, audited, and what they say."""
