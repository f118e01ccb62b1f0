"""Machines at a desk: kiosks and screens, and the proof that somebody is at the desk."""
