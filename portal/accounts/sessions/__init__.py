"""Browsers that are signed in, half-way through, or known from before."""
