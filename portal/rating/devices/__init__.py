"""Machines at a desk: kiosks and screens, and who may be taken to be present."""
