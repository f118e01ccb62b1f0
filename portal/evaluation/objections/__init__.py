"""Objections to a confirmed result: the clock, both sides heard, decided by somebody else."""
