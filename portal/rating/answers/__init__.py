"""Answers that a submission may hold: one check for every way in."""
