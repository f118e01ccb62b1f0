"""Anomalies in the numbers of ratings, found at night and reviewed by people."""
