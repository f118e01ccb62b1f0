"""Codes printed on posters: eight characters that survive being read aloud and typed."""

from portal.storage.texts.cleaning import new_code, read_code

LENGTH = 8


def new_poster_code() -> str:
    """Return a fresh code of 40 random bits."""
    return new_code(LENGTH)


def read_poster_code(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one."""
    return read_code(typed, length=LENGTH)
