"""Agencies, units, services, desks, officers and postings, and how they change over time."""
