"""One page of a long list: what is on it, and which pages lie around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

# With more, a list is longer than 6,000 pixels on a phone, where each row is a card.
PAGE_SIZE = 20
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The items of page ``number`` (from 1) of a list that has ``total`` items."""

    items: Sequence[Item]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """The page before, or None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after, or None on the last."""
        return self.number + 1 if self.number < self.count else None


def offset_of(number: int, size: int = PAGE_SIZE) -> int:
    """Return how many items lie before page ``number`` (from 1)."""
    return (number - 1) * size


def page_number(text: str | None) -> int:
    """Return the page asked for in an address; anything that is no page is the first."""
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 7
    return max(1, int(text)) if text is not None and is_number else 1
