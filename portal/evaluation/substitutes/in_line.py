"""Who stands above or below somebody by however many steps: nobody of them is drawn."""

from collections.abc import Iterable
from datetime import date

from portal.organisation.people.reporting_lines import ReportingLine


def ever_above(lines: Iterable[ReportingLine], person: int) -> frozenset[int]:
    """Return who stood above a person on any day, by however many steps."""
    return _reached({person}, ((line.person_id, line.superior_id) for line in lines))


def below(
    lines: Iterable[ReportingLine], person: int, *, first: date, last: date
) -> frozenset[int]:
    """Return who is below a person on any day from first to last, by however many steps."""
    pairs = (
        (line.superior_id, line.person_id)
        for line in lines
        if line.starts_on <= last and (line.ends_on is None or first <= line.ends_on)
    )
    return _reached({person}, pairs)


def _reached(first: set[int], pairs: Iterable[tuple[int, int]]) -> frozenset[int]:
    follows: dict[int, set[int]] = {}
    for one, other in pairs:
        follows.setdefault(one, set()).add(other)
    found, new = set(first), set(first)
    while new:
        new = {each for one in new for each in follows.get(one, ())} - found
        found |= new
    return frozenset(found - first)
