"""Words by which a comment of a rating is read before others: it may tell of danger."""

# Parts of words, small letters; whatever else holds one is read first, too, which harms nobody.
PARTS = (
    "ancam",
    "bacok",
    "bakar",
    "bom ",
    "bunuh",
    "peras",
    "perkosa",
    "pistol",
    "tikam",
    "kill",
    "suicid",
    "threat",
)


def is_urgent(text: str) -> bool:
    """Whether a text holds a word that may tell of danger to somebody."""
    small = text.lower()
    return any(part in small for part in PARTS)
