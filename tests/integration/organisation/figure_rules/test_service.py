"""Changes of the rules of figures: for the next month, dated, named and never taken back."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.figure_rules.queries import rule_book, rule_changes
from portal.organisation.figure_rules.service import (
    ChangeFigureRules,
    MonthHasBegun,
    NothingChanges,
    change_figure_rules,
)
from portal.survey.elements import Element, FigureRules

TODAY = date(2026, 11, 21)
INITIAL = FigureRules(not_experienced=frozenset({Element.COST}))
COMPLAINTS = frozenset({Element.COMPLAINTS})


def change(
    session: Session, *, least: int = 30, skip: frozenset[Element] = COMPLAINTS, by: str = "Ratna"
) -> None:
    command = ChangeFigureRules("2026-12", least, skip, decided_by=by)
    change_figure_rules(session, command, today=TODAY, initial=INITIAL)


def in_month(session: Session, month: str) -> FigureRules:
    return rule_book(session, initial=INITIAL).in_month(month)


def test_a_change_is_in_force_from_the_next_month_on(session: Session) -> None:
    change(session, least=40)

    assert in_month(session, "2026-11") == INITIAL
    assert in_month(session, "2026-12") == FigureRules(40, COMPLAINTS, since="2026-12")
    assert in_month(session, "2027-06") == in_month(session, "2026-12")


def test_a_change_keeps_its_day_and_name(session: Session) -> None:
    change(session)

    (found,) = rule_changes(session)

    assert (found.decided_on, found.decided_by) == (TODAY, "Ratna")


def test_of_two_changes_for_a_month_the_last_counts_and_both_stay(session: Session) -> None:
    change(session, least=40)
    change(session, least=50, by="Budi")

    assert in_month(session, "2026-12").least_mean == 50
    assert [each.decided_by for each in rule_changes(session)] == ["Ratna", "Budi"]


def test_refuses_what_changes_nothing(session: Session) -> None:
    with pytest.raises(NothingChanges):
        change(session, skip=INITIAL.not_experienced)
    change(session)
    with pytest.raises(NothingChanges):
        change(session)

    assert len(rule_changes(session)) == 1


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "soon", ""])
def test_refuses_any_month_but_the_next(session: Session, month: str) -> None:
    command = ChangeFigureRules(month, 30, COMPLAINTS, decided_by="Ratna")

    with pytest.raises(MonthHasBegun):
        change_figure_rules(session, command, today=TODAY, initial=INITIAL)


@pytest.mark.parametrize(
    "fault",
    [{"period": "2026-11"}, {"period": "2026-13"}, {"least_mean": 29}, {"decided_by": ""}],
)
def test_the_database_refuses_a_change_of_a_month_that_has_begun_or_a_lower_bound(
    session: Session, fault: dict[str, object]
) -> None:
    row: dict[str, object] = {
        "period": "2026-12",
        "least_mean": 30,
        "decided_on": "2026-11-21",
        "decided_by": "Ratna",
    }
    insert = text(
        "INSERT INTO figure_rule_change "
        "(period, least_mean, not_experienced, decided_on, decided_by) "
        "VALUES (:period, :least_mean, '', :decided_on, :decided_by)"
    )

    with pytest.raises(IntegrityError):
        session.execute(insert, row | fault)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE figure_rule_change SET least_mean = 31", "DELETE FROM figure_rule_change"],
)
def test_the_database_refuses_to_change_or_delete_a_decision(
    session: Session, statement: str
) -> None:
    change(session)

    with pytest.raises(IntegrityError):
        session.execute(text(statement))
