"""Queries on contradictions that the newest draft found, and on decisions about them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.releases.contradiction_models import FoundContradiction, WithheldMonth
from portal.rating.mixing.possible import Flaw
from portal.survey.elements import Element
from portal.time.months import MonthRange


def contradictions(session: Session) -> Sequence[Contradiction]:
    """Return what the newest draft withheld places for, by address and month."""
    rows = session.scalars(
        select(FoundContradiction).order_by(
            FoundContradiction.address, FoundContradiction.first_period, FoundContradiction.id
        )
    )
    return [
        Contradiction(
            address=row.address,
            span=MonthRange(row.first_period, row.last_period),
            kind=ContradictionKind(row.kind),
            element=Element(row.element) if row.element else None,
            found=row.found,
            expected=row.expected,
            flaw=Flaw(row.flaw) if row.flaw else None,
        )
        for row in rows
    ]


def contradictory_period(session: Session) -> str | None:
    """Return the month of the draft that found contradictions, or None when none are open."""
    return session.scalars(select(FoundContradiction.period).limit(1)).first()


def withheld_months(session: Session) -> Mapping[str, frozenset[str]]:
    """Return by address the months of which nothing is shown of a place, by decision."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for address, period in session.execute(select(WithheldMonth.address, WithheldMonth.period)):
        found[address].add(period)
    return {address: frozenset(months) for address, months in sorted(found.items())}
