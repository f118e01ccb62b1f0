"""Records what is decided about the settings that change figures."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.figure_rules.models import FigureRuleChange
from portal.organisation.figure_rules.queries import rule_book
from portal.storage.database import begin_write
from portal.survey.elements import ELEMENTS, Element, FigureRules, next_month
from portal.time.months import Month


class NothingChanges(ValueError):
    """The rules would be from then on what they are already."""


class MonthHasBegun(ValueError):
    """The month for which the change was meant is no longer the next one."""


@dataclass(frozen=True, slots=True)
class ChangeFigureRules:
    """What shall be in force from the next month on; ``period`` is the month the person saw."""

    period: Month | None
    least_mean: int
    not_experienced: frozenset[Element]
    decided_by: str


def change_figure_rules(
    session: Session, command: ChangeFigureRules, *, today: date, initial: FigureRules
) -> None:
    """Record the rules of the next month and all after it; commits.

    No month that has begun is touched: its citizens are asked, and its figures made, by the
    rules it began with.

    :param initial: what is in force before the first recorded change.
    :raises MonthHasBegun: when ``command.period`` is not the month after that of ``today``.
    :raises NothingChanges: when these rules would be in force then anyway.
    """
    month = next_month(today)
    if command.period != month:
        raise MonthHasBegun(command.period)
    rules = FigureRules(command.least_mean, command.not_experienced, since=month)
    begin_write(session)
    if rule_book(session, initial=initial).in_month(month).is_same(rules):
        session.rollback()
        raise NothingChanges(month)
    session.add(
        FigureRuleChange(
            period=month,
            least_mean=command.least_mean,
            not_experienced=" ".join(one for one in ELEMENTS if one in command.not_experienced),
            decided_on=today,
            decided_by=command.decided_by,
        )
    )
    session.commit()
