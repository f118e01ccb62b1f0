"""Posters with a code for each desk, how often they were scanned, and the desk a code leads to."""
