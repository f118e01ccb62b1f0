"""Queries on the equity check: what is compared, differences of each year, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.equity_domain import EquityDecided, EquityDecisionKind
from portal.evaluation.insight.equity_models import EquityCheck, EquityDecision, EquityDifferenceRow
from portal.evaluation.rules.equity_groups import (
    EquityDifference,
    EquityGroup,
    EquityMeasure,
    flagged_twice,
)


@dataclass(frozen=True, slots=True)
class CheckedYear:
    """The check of a year.

    :ivar twice: groups whose citizens' figures were flagged in the year before, too.
    :ivar decided: None while nothing was decided, or nothing has to be.
    """

    cycle: Cycle
    counted_on: date
    differences: tuple[EquityDifference, ...]
    twice: tuple[EquityGroup, ...]
    decided: EquityDecided | None

    @property
    def waits(self) -> bool:
        """Whether the office has to decide."""
        return bool(self.twice) and self.decided is None


def checked_years(session: Session) -> tuple[CheckedYear, ...]:
    """Return the check of every year that was checked, the latest first."""
    days = {row.cycle_id: row.counted_on for row in session.scalars(select(EquityCheck))}
    found = [each for each in cycles.cycles(session) if each.id in days]
    by_year = {each.year: _differences(session, each.id) for each in found}
    decisions = _decisions(session)
    return tuple(
        CheckedYear(
            each,
            days[each.id],
            by_year[each.year],
            flagged_twice(by_year.get(each.year - 1, ()), by_year[each.year]),
            decisions.get(each.id),
        )
        for each in found
    )


def is_checked(session: Session, cycle_id: int) -> bool:
    """Return whether a cycle was checked."""
    return session.get(EquityCheck, cycle_id) is not None


def _differences(session: Session, cycle_id: int) -> tuple[EquityDifference, ...]:
    query = select(EquityDifferenceRow).where(EquityDifferenceRow.cycle_id == cycle_id)
    found = [_difference(row) for row in session.scalars(query)]
    measures, groups = list(EquityMeasure), list(EquityGroup)
    order = sorted(found, key=lambda e: (measures.index(e.measure), groups.index(e.group)))
    return tuple(order)


def _difference(row: Any) -> EquityDifference:
    return EquityDifference(
        EquityMeasure(row.measure),
        EquityGroup(row.grouped),
        row.people,
        row.others,
        float(row.difference),
        lower=float(row.lower),
        upper=float(row.upper),
        is_flagged=row.is_flagged,
    )


def _decisions(session: Session) -> Mapping[int, EquityDecided]:
    return {
        row.cycle_id: EquityDecided(
            EquityDecisionKind(row.kind), row.reason, row.decided_by, row.decided_on
        )
        for row in session.scalars(select(EquityDecision))
    }
