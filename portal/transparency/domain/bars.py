"""How answers spread, as a bar of their shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DECIMALS = 2
# A part of a bar is so wide on a phone that its share can be written in it.
LEAST_LABELLED_PERCENT = 13.0


@dataclass(frozen=True, slots=True)
class BarPart:
    """One level's share of a bar, from ``start`` on, ``width`` wide, in per cent.

    ``share`` is what the document says, of which nothing more than a lower bound may be known.
    """

    levels: str
    start: float
    width: float
    share: Mapping[str, Any]

    @property
    def middle(self) -> float:
        """Where the share is written."""
        return round(self.start + self.width / 2, DECIMALS)

    @property
    def is_labelled(self) -> bool:
        """Whether the part is wide enough on a phone for its share to be written in it."""
        return self.width >= LEAST_LABELLED_PERCENT


def bar(shares: Sequence[Mapping[str, Any]]) -> tuple[BarPart, ...]:
    """Return the parts of a bar that fills its width, lowest level first.

    Shares are rounded, so that they may not add up to 100: the drawing stretches them, the
    words beside it do not.
    """
    total = sum(share["percent"] for share in shares)
    parts, start = [], 0.0
    for share in shares:
        width = 100 * share["percent"] / total if total else 0.0
        placed = (round(start, DECIMALS), round(width, DECIMALS))
        parts.append(BarPart(share["levels"], *placed, share=share))
        start += width
    return tuple(parts)
