"""The forms of complaints, for citizens and for staff."""
