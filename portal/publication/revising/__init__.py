"""How a year is revised (P6), and what keeps the difference to its months from telling anyone."""
