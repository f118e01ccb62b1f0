"""Which cells of a table stay hidden so that no small one follows by subtraction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

# A group below this size is never shown.
LEAST_GROUP = 10
CELLS_FOR_COVER = 2


@dataclass(frozen=True, slots=True)
class Suppression:
    """The decision over the cells of one parent; codes in the order of the table.

    ``pooled_n`` is the sum of what is suppressed, to be shown as "other" beside the parent's
    total only where ``is_covered``; else the total must stay hidden as well.
    """

    suppressed: tuple[str, ...]
    published: tuple[str, ...]
    pooled_n: int
    is_covered: bool


def suppress(
    cells: Mapping[str, int], *, k: int = LEAST_GROUP, hidden: Collection[str] = ()
) -> Suppression:
    """Hide small cells, and the smallest shown ones with them until subtraction tells nothing.

    Primary: 0 < n < k, and cells hidden for another reason. While there are any and they are one
    alone or together fewer than k, the smallest shown cell joins them. Empty cells hide nobody,
    hence cover nobody.

    :param cells: number of respondents per code, 0 or more; ties are broken by code.
    :param k: least group that may be shown.
    :param hidden: codes that another rule hides, whatever their size.

    Source: Hundepool et al. (2012), Statistical disclosure control, secondary suppression.
    """
    chosen = {code for code, n in cells.items() if n and (n < k or code in hidden)}
    spare = sorted((n, code) for code, n in cells.items() if n and code not in chosen)
    while spare and not _is_covered(cells, chosen, k=k):
        chosen.add(spare.pop(0)[1])
    suppressed = chosen | (cells.keys() & set(hidden))
    return Suppression(
        suppressed=tuple(code for code in cells if code in suppressed),
        published=tuple(code for code in cells if code not in suppressed),
        pooled_n=sum(cells[code] for code in suppressed),
        is_covered=_is_covered(cells, chosen, k=k),
    )


def _is_covered(cells: Mapping[str, int], chosen: Collection[str], *, k: int) -> bool:
    """Whether nothing is hidden, or enough cells and people hide each other."""
    if not chosen:
        return True
    return len(chosen) >= CELLS_FOR_COVER and sum(cells[code] for code in chosen) >= k
