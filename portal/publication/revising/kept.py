"""Inputs of a yearly revision besides sums and documents, stored so that it can be rebuilt."""

from dataclasses import dataclass

from portal.publication.building.snapshots import ReleaseSnapshot


@dataclass(frozen=True, slots=True)
class KeptRevision:
    """Everything a revision rests on that may be changed afterwards.

    ``december`` is what would be kept of December on the day of the revision; its exclusions are
    those that the months applied, ``decided`` are the numbers of all that the revision applies.
    ``decided_by`` and ``reason`` explain it, where somebody did.
    """

    year: int
    december: ReleaseSnapshot
    decided: tuple[int, ...]
    decided_by: str | None
    reason: str | None
