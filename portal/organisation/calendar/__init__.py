"""Holidays, dated notes, visits served and populations, with their staff pages."""
