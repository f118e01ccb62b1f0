"""P5: which neighbours must stay hidden with a small figure, so that no subtraction finds it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.statistics.disclosure import LEAST_GROUP, suppress

# Ratings of the parent that belong to none of its listed children.
REST = "~rest"


@dataclass(frozen=True, slots=True)
class Table:
    """The children of one parent in one release and group of channels, by address.

    ``counts`` are the ratings behind a shown figure, and of the release's month for a hidden
    one; ``shown`` are the children whose figure is shown, ``personal`` those that P3 hides.
    """

    parent: str
    counts: Mapping[str, int]
    shown: Collection[str]
    personal: Collection[str]

    @property
    def has_primary(self) -> bool:
        """Whether S is not empty: a cell with 0 < n < 10, or one that P3 hides."""
        return any(
            n and (n < LEAST_GROUP or code in self.personal) for code, n in self.counts.items()
        )


def secondary_cells(table: Table) -> tuple[str, ...]:
    """Return the shown children that must be hidden to protect others.

    S holds cells with 0 < n < 10 and cells that P3 hides; while S is not empty and is one cell
    or fewer than 10 ratings, another cell joins it: first those that are hidden anyway, then
    the smallest that is shown.
    """
    if not table.has_primary:
        return ()
    hidden = [code for code in table.counts if code not in table.shown]
    chosen = suppress(table.counts, hidden=hidden).suppressed
    return tuple(code for code in chosen if code in table.shown)
