"""Recommendations of advisers and former superiors of the year to the appraiser."""
