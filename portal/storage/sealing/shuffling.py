"""Orders and keys of rows that say nothing about when a row came."""

import secrets
from collections.abc import Sequence
from random import SystemRandom
from typing import TypeVar

Item = TypeVar("Item")
TOKEN_BYTES = 16
_random = SystemRandom()


def shuffled(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` in an order that nobody can foresee or repeat."""
    mixed = list(items)
    _random.shuffle(mixed)
    return mixed


def new_token() -> bytes:
    """Return a random key for a row; it says nothing about when the row was written."""
    return secrets.token_bytes(TOKEN_BYTES)
