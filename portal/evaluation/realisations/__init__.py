"""Realisations of indicators in a period: reported, shown, answered, never by silence."""
