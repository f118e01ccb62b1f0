"""Which rules for figures were decided, and what is in force when."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.figure_rules.models import FigureRuleChange
from portal.survey.elements import Element, FigureRules, RuleBook, RuleChange


def rule_changes(session: Session) -> tuple[RuleChange, ...]:
    """Return every recorded decision, in the order in which they were taken."""
    rows = session.scalars(select(FigureRuleChange).order_by(FigureRuleChange.id))
    return tuple(
        RuleChange(
            FigureRules(
                least_mean=row.least_mean,
                not_experienced=frozenset(map(Element, row.not_experienced.split())),
                since=row.period,
            ),
            decided_on=row.decided_on,
            decided_by=row.decided_by,
        )
        for row in rows
    )


def rule_book(session: Session, *, initial: FigureRules) -> RuleBook:
    """Return the rules of every month.

    :param initial: what the operator set; in force before the first recorded change.
    """
    return RuleBook(initial, tuple(change.rules for change in rule_changes(session)))
