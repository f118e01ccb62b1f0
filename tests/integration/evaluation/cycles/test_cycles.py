"""Cycles: periods that cover them, rules frozen at the opening, last days, extensions, closing."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.cycles import decisions, queries, service
from portal.evaluation.cycles.domain import (
    WHOLE_CYCLE,
    ExceptionKind,
    OpenMatter,
    PeriodFault,
    quarter_ends,
)
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.levels import LevelCuts
from portal.evaluation.rules.rule_set import ResultRules, RuleSet
from portal.evaluation.rules.states import CycleState
from tests.factories.cycles import NOW, is_weekday, make_cycle, make_draft
from tests.factories.organisation import make_officer

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
STRICT = RuleSet(result=ResultRules(cuts=LevelCuts(RuleSet().result.cuts.meets_from + 5, 105)))


FIFTH_PERIOD = (
    "INSERT INTO evaluation_period (cycle_id, number, starts_on, ends_on, state) "
    "VALUES (1, 5, '2027-01-01', '2027-01-31', 'open')"
)


def adopt(session: Session, rules: RuleSet = STRICT) -> int:
    command = decisions.AdoptRules(rules, reason="percobaan", adopted_by="Kantor Kinerja")
    return decisions.adopt_rules(session, command, now=NOW)


def test_four_quarters_cover_a_year_without_gap_or_overlap(session: Session) -> None:
    cycle = make_cycle(session)

    assert [(each.starts_on, each.ends_on) for each in cycle.periods] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("ends", "faults"),
    [
        ((), {PeriodFault.NOT_TO_THE_END}),
        ((date(2026, 6, 30),), {PeriodFault.NOT_TO_THE_END}),
        ((date(2026, 6, 30), date(2026, 6, 30), LAST), {PeriodFault.NOT_IN_ORDER}),
        ((date(2026, 9, 30), date(2026, 3, 31), LAST), {PeriodFault.NOT_IN_ORDER}),
        ((*(date(2026, 1, day) for day in range(1, 13)), LAST), {PeriodFault.TOO_MANY}),
    ],
)
def test_periods_that_do_not_divide_the_year_are_refused(
    session: Session, ends: tuple[date, ...], faults: set[PeriodFault]
) -> None:
    with pytest.raises(service.PeriodsDoNotFit) as refused:
        service.create_cycle(session, service.CreateCycle(2026, FIRST, LAST, ends))

    assert set(refused.value.faults) == faults


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2026-04-02", "2026-12-31"),  # a gap of a day
        ("2026-03-31", "2026-12-31"),  # a day twice
        ("2026-04-01", "2027-01-01"),  # beyond the cycle
    ],
)
def test_the_database_refuses_a_period_that_leaves_a_gap_or_overlaps(
    session: Session, starts_on: str, ends_on: str
) -> None:
    insert = text(
        "INSERT INTO evaluation_period (cycle_id, number, starts_on, ends_on, state) "
        "VALUES (1, :number, :starts_on, :ends_on, 'open')"
    )
    session.execute(
        text(
            "INSERT INTO evaluation_cycle (id, year, starts_on, ends_on, state) "
            "VALUES (1, 2026, '2026-01-01', '2026-12-31', 'draft')"
        )
    )
    session.execute(insert, {"number": 1, "starts_on": FIRST, "ends_on": date(2026, 3, 31)})

    with pytest.raises(IntegrityError):
        session.execute(
            insert,
            {
                "number": 2,
                "starts_on": date.fromisoformat(starts_on),
                "ends_on": date.fromisoformat(ends_on),
            },
        )


def test_the_database_opens_no_cycle_whose_periods_end_early(session: Session) -> None:
    session.execute(
        text(
            "INSERT INTO evaluation_cycle (id, year, starts_on, ends_on, state) "
            "VALUES (1, 2026, '2026-01-01', '2026-12-31', 'draft')"
        )
    )
    adopt(session)

    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "UPDATE evaluation_cycle SET state = 'open', rule_set_version = 1, "
                "opened_on = '2026-01-05' WHERE id = 1"
            )
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evaluation_cycle SET ends_on = '2026-11-30'",
        "UPDATE evaluation_cycle SET rule_set_version = 2",
        "UPDATE evaluation_cycle SET rule_set_version = NULL, opened_on = NULL, state = 'draft'",
        "DELETE FROM evaluation_cycle",
        "UPDATE evaluation_period SET ends_on = '2026-03-30' WHERE number = 1",
        "DELETE FROM evaluation_period WHERE number = 4",
        FIFTH_PERIOD,
        "UPDATE evaluation_rule_set SET rules = '{}'",
        "DELETE FROM evaluation_rule_set",
        "UPDATE evaluation_deadline SET last_on = '2026-12-31'",
    ],
)
def test_what_was_frozen_at_the_opening_is_not_changed_by_anybody(
    session: Session, change: str
) -> None:
    make_cycle(session)
    adopt(session)

    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_a_year_has_one_cycle_until_it_is_cancelled(session: Session) -> None:
    first = make_draft(session)
    with pytest.raises(service.YearTaken):
        make_draft(session)

    service.move_cycle(session, first, to=CycleState.CANCELLED)

    assert make_draft(session) != first


def test_the_first_opening_keeps_the_rules_that_the_portal_comes_with(session: Session) -> None:
    cycle = make_cycle(session)

    assert cycle.rules_version == 1
    assert queries.rules_of(session, cycle).rules == RuleSet()


def test_a_change_of_rules_counts_from_the_next_cycle(session: Session) -> None:
    running = make_cycle(session, 2026)
    assert adopt(session) == 2
    following = make_cycle(session, 2027)

    assert queries.rules_of(session, running).rules == RuleSet()
    assert queries.rules_of(session, following).rules == STRICT


def test_rules_that_are_in_force_already_are_not_adopted_again(session: Session) -> None:
    adopt(session)

    with pytest.raises(decisions.NothingToAdopt):
        adopt(session)


def test_last_days_are_stored_in_working_days_when_the_cycle_opens(session: Session) -> None:
    cycle = make_cycle(session)
    stored = {
        (each.period_number, each.step): each for each in queries.deadlines(session, cycle.id)
    }

    # 20 working days after Thursday 1 January 2026.
    assert stored[WHOLE_CYCLE, DeadlineStep.PLAN_SENT].last_on == date(2026, 1, 29)
    # 5 working days after Tuesday 31 March 2026.
    assert stored[1, DeadlineStep.REALISATION_REPORTED].last_on == date(2026, 4, 7)
    assert len(stored) == 2 + 4 * 2 + 2


def test_a_holiday_declared_later_moves_a_last_day_later_and_never_earlier(
    session: Session,
) -> None:
    cycle = make_cycle(session)
    days = queries.rules_of(session, cycle).rules.days
    sent = queries.deadlines(session, cycle.id)[0]

    def without_a_week(day: date) -> bool:
        return is_weekday(day) and not date(2026, 1, 12) <= day <= date(2026, 1, 16)

    assert sent.after(days, is_working_day=without_a_week) == date(2026, 2, 5)
    assert sent.after(days, is_working_day=lambda _: True) == sent.last_on


def extend(session: Session, cycle_id: int, last_on: date) -> None:
    command = decisions.ExtendDeadline(
        cycle_id,
        WHOLE_CYCLE,
        DeadlineStep.PLAN_SENT,
        last_on=last_on,
        reason="banjir",
        decided_by="Kantor Kinerja",
    )
    decisions.extend_deadline(session, command, now=NOW)


def test_an_extension_has_its_reason_and_only_moves_later(session: Session) -> None:
    cycle = make_cycle(session)
    extend(session, cycle.id, date(2026, 2, 6))

    for not_later in (date(2026, 2, 6), date(2026, 1, 29)):
        with pytest.raises(decisions.NotLater):
            extend(session, cycle.id, not_later)
    sent = next(
        each for each in queries.deadlines(session, cycle.id) if each.step is DeadlineStep.PLAN_SENT
    )
    assert sent.in_force == date(2026, 2, 6)
    assert [each.reason for each in queries.extensions(session, cycle.id)] == ["banjir"]


@pytest.mark.parametrize("last_on", ["2026-01-29", "2026-02-06"])
def test_the_database_refuses_an_extension_that_is_not_later(
    session: Session, last_on: str
) -> None:
    cycle = make_cycle(session)
    extend(session, cycle.id, date(2026, 2, 9))

    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "INSERT INTO evaluation_extension (cycle_id, period_number, step, last_on, reason, "
                "decided_by, decided_at) SELECT cycle_id, period_number, step, :last_on, reason, "
                "decided_by, decided_at FROM evaluation_extension"
            ),
            {"last_on": date.fromisoformat(last_on)},
        )


def test_a_cycle_closes_only_when_no_feature_names_something_open(session: Session) -> None:
    cycle = make_cycle(session, state=CycleState.OBJECTING)
    open_plan = OpenMatter("plan", 3)

    with pytest.raises(service.CycleNotFinished) as refused:
        service.close_cycle(session, cycle.id, conditions=(lambda *_: (), lambda *_: (open_plan,)))

    assert refused.value.matters == (open_plan,)
    service.close_cycle(session, cycle.id, conditions=(lambda *_: (),))


def test_an_exception_names_a_person_once(session: Session) -> None:
    cycle = make_cycle(session)
    person = make_officer(session)
    session.commit()
    command = decisions.NameException(
        cycle.id, person.id, ExceptionKind.STUDY, b"sealed", "Kantor Kinerja"
    )
    decisions.name_exception(session, command, now=NOW)

    with pytest.raises(decisions.NamedAlready):
        decisions.name_exception(session, command, now=NOW)
    with pytest.raises(decisions.NoSuchCycle):
        decisions.name_exception(session, replace(command, cycle_id=99), now=NOW)
    assert [each.person_id for each in queries.exceptions(session, cycle.id)] == [person.id]


def test_quarters_of_a_part_of_a_year_end_with_it() -> None:
    assert quarter_ends(date(2026, 5, 1), date(2026, 11, 15)) == (
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 11, 15),
    )
