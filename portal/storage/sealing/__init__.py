"""Sealed boxes, the keys that open them for a day, and rows written anew in no order."""
