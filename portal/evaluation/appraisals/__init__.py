"""Periodic and yearly evaluation: sources joined, levels chosen by a person, results that stay."""
