"""Awards: rules before the year, nominees, a jury drawn by lot, decision, consent, certificate."""
