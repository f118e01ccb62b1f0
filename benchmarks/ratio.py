"""One measured figure with its bound: a ratio within one run wherever that is possible."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Detail = str | int | float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure, what it may be at the most or must be at the least, and what it came from.

    ``unit`` is empty for a true ratio. ``bound`` is None for a figure that is only reported.
    ``detail`` holds absolute figures; they belong to one machine and hour.
    """

    name: str
    value: float
    bound: float | None = None
    side: Literal["at least", "at most"] = "at most"
    unit: str = ""
    detail: dict[str, Detail] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        if self.bound is None:
            return True
        return self.value >= self.bound if self.side == "at least" else self.value <= self.bound


def paired(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of pairs that were measured one after the other."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def spread(samples: Sequence[float]) -> str:
    """Return the samples' range, to be read beside their median."""
    return f"{min(samples):.4g} to {max(samples):.4g}"
