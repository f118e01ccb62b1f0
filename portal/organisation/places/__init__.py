"""Agencies, units, services and desks: what they are called, what holds from which month on."""
