"""Whose turn it is with a plan, until which day, and who is told before and after it."""

from dataclasses import replace
from datetime import date

import pytest

from portal.evaluation.plan_silence.domain import (
    OVER,
    HeldPlan,
    PlanDays,
    PlanSilence,
    SilenceKind,
    SilenceNotice,
    ToldAs,
    days_left,
    silence_of,
    still_waits,
    told_of,
)
from portal.evaluation.rules.deadlines import DAY_RULES
from portal.evaluation.rules.states import PlanState
from tests.factories.cycles import is_weekday

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
SENT, AGREED = date(2026, 1, 29), date(2026, 2, 12)
DAYS = PlanDays(FIRST, LAST, SENT, AGREED, DAY_RULES, is_weekday)
DRAFT = HeldPlan(1, PlanState.DRAFT, FIRST, LAST)
PERSON, SUPERIOR, ABOVE, COORDINATOR = 1, 2, 3, 9


def last_on(
    held: HeldPlan | None, *, begins_on: date = FIRST, on: date = date(2026, 2, 2)
) -> tuple[SilenceKind, date] | None:
    found = silence_of(PERSON, held, begins_on=begins_on, on=on, days=DAYS)
    return None if found is None else (found.kind, found.last_on)


def told(
    silence: PlanSilence, left: int, *, above: int | None = ABOVE, by: int | None = COORDINATOR
) -> dict[int, ToldAs]:
    found = told_of(silence, left=left, appraiser_id=SUPERIOR, above_id=above, coordinator_id=by)
    return dict(found)


def test_who_has_no_plan_has_the_cycles_last_day() -> None:
    assert last_on(None) == (SilenceKind.NOT_SENT, SENT)
    assert last_on(DRAFT) == (SilenceKind.NOT_SENT, SENT)


def test_who_came_in_the_year_has_as_many_days_from_then_on() -> None:
    assert last_on(None, begins_on=date(2026, 3, 2)) == (SilenceKind.NOT_SENT, date(2026, 3, 30))


def test_who_moved_has_as_many_days_for_the_next_plan() -> None:
    ended = HeldPlan(
        1, PlanState.ENDED_EARLY, FIRST, date(2026, 6, 30), date(2026, 1, 12), is_ended=True
    )

    assert last_on(ended, on=date(2026, 6, 30)) is None
    assert last_on(ended, on=date(2026, 7, 1)) == (SilenceKind.NOT_SENT, date(2026, 7, 29))


@pytest.mark.parametrize(
    ("sent_on", "until"),
    [(date(2026, 1, 12), AGREED), (date(2026, 2, 6), date(2026, 2, 20))],
    ids=["in time", "late"],
)
def test_an_appraiser_has_ten_working_days_and_never_less_than_the_cycle_gives(
    sent_on: date, until: date
) -> None:
    held = replace(DRAFT, state=PlanState.SUBMITTED, sent_on=sent_on)

    assert last_on(held) == (SilenceKind.NOT_ANSWERED, until)


def test_a_returned_plan_waits_for_its_person_also_once_it_is_opened_again() -> None:
    returned = date(2026, 2, 6)
    for state in (PlanState.RETURNED, PlanState.DRAFT):
        held = replace(DRAFT, state=state, sent_on=date(2026, 2, 2), returned_on=returned)

        assert last_on(held) == (SilenceKind.NOT_SENT, date(2026, 2, 20))


def test_of_an_amendment_only_what_was_sent_or_returned_waits() -> None:
    day, until = date(2026, 5, 4), date(2026, 5, 18)
    draft = replace(DRAFT, number=2)
    sent = replace(draft, state=PlanState.SUBMITTED, sent_on=day)
    returned = replace(draft, state=PlanState.RETURNED, sent_on=day, returned_on=day)

    assert last_on(draft, on=day) is None
    assert last_on(sent, on=day) == (SilenceKind.NOT_ANSWERED, until)
    assert last_on(returned, on=day) == (SilenceKind.NOT_SENT, until)


@pytest.mark.parametrize(
    "state",
    [
        PlanState.AGREED,
        PlanState.AGREED_CONDITIONALLY,
        PlanState.RUNNING,
        PlanState.CONCLUDED,
    ],
)
def test_what_was_agreed_waits_for_nobody(state: PlanState) -> None:
    assert last_on(replace(DRAFT, state=state, sent_on=date(2026, 1, 12))) is None


def test_nothing_is_to_be_answered_of_a_plan_that_ended_early() -> None:
    held = replace(DRAFT, number=2, state=PlanState.SUBMITTED, sent_on=FIRST, is_ended=True)

    assert last_on(held) is None


def test_absence_with_permission_stops_the_persons_clock_and_not_the_appraisers() -> None:
    def is_away(day: date) -> bool:
        return date(2026, 1, 19) <= day <= date(2026, 1, 23)

    def never_back(day: date) -> bool:
        return day >= date(2026, 1, 19)

    own = silence_of(PERSON, DRAFT, begins_on=FIRST, on=SENT, days=DAYS, is_away=is_away)
    sent = replace(DRAFT, state=PlanState.SUBMITTED, sent_on=date(2026, 1, 12))
    theirs = silence_of(PERSON, sent, begins_on=FIRST, on=SENT, days=DAYS, is_away=is_away)

    assert own is not None
    assert own.last_on == date(2026, 2, 5)
    assert theirs is not None
    assert theirs.last_on == AGREED
    assert (
        silence_of(PERSON, DRAFT, begins_on=FIRST, on=SENT, days=DAYS, is_away=never_back) is None
    )


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 2, 4), None),
        (date(2026, 2, 5), 5),
        (date(2026, 2, 10), 5),
        (date(2026, 2, 11), 1),
        (AGREED, 1),
        (date(2026, 2, 13), OVER),
    ],
)
def test_reminders_are_due_five_and_one_working_days_ahead(day: date, left: int | None) -> None:
    assert days_left(AGREED, on=day, is_working_day=is_weekday) == left


def test_of_an_unanswered_plan_the_appraiser_is_reminded_and_then_two_more_are_told() -> None:
    silence = PlanSilence(PERSON, SilenceKind.NOT_ANSWERED, AGREED)

    before = told(silence, 5)
    over = told(silence, OVER)

    assert before == {SUPERIOR: ToldAs.APPRAISER}
    assert over == {
        SUPERIOR: ToldAs.APPRAISER,
        ABOVE: ToldAs.ABOVE,
        COORDINATOR: ToldAs.COORDINATOR,
    }


def test_of_an_unsent_plan_the_person_is_reminded_and_then_the_superior_is_told() -> None:
    silence = PlanSilence(PERSON, SilenceKind.NOT_SENT, SENT)

    before = told(silence, 1)
    over = told(silence, OVER)

    assert before == {PERSON: ToldAs.PERSON}
    assert over == {
        PERSON: ToldAs.PERSON,
        SUPERIOR: ToldAs.APPRAISER,
        COORDINATOR: ToldAs.COORDINATOR,
    }


def test_each_is_told_once_and_a_coordinator_hears_of_no_own_plan_as_such() -> None:
    silence = PlanSilence(PERSON, SilenceKind.NOT_ANSWERED, AGREED)

    as_superior = told(silence, OVER, by=SUPERIOR)
    as_person = told(silence, OVER, by=PERSON)
    nobody_above = told(silence, OVER, above=None, by=None)

    assert as_superior == {SUPERIOR: ToldAs.APPRAISER, ABOVE: ToldAs.ABOVE}
    assert PERSON not in as_person
    assert nobody_above == {SUPERIOR: ToldAs.APPRAISER}


@pytest.mark.parametrize(
    ("held", "waits"),
    [
        (None, True),
        (DRAFT, True),
        (replace(DRAFT, state=PlanState.SUBMITTED, sent_on=date(2026, 2, 2)), False),
        (replace(DRAFT, state=PlanState.RETURNED, sent_on=date(2026, 2, 2)), False),
        (replace(DRAFT, starts_on=date(2026, 7, 1)), False),
    ],
    ids=["none", "draft", "sent", "sent after and returned", "another plan"],
)
def test_a_notice_of_an_unsent_plan_holds_until_it_is_sent(
    held: HeldPlan | None, waits: bool
) -> None:
    silence = PlanSilence(PERSON, SilenceKind.NOT_SENT, SENT)
    notice = SilenceNotice(silence, OVER, SUPERIOR, ToldAs.APPRAISER, date(2026, 1, 30))

    assert still_waits(notice, held, on=date(2026, 2, 3)) is waits


def test_a_notice_of_an_unanswered_plan_holds_until_it_is_answered_or_sent_anew() -> None:
    silence = PlanSilence(PERSON, SilenceKind.NOT_ANSWERED, AGREED)
    notice = SilenceNotice(silence, OVER, ABOVE, ToldAs.ABOVE, date(2026, 2, 13))
    sent = replace(DRAFT, state=PlanState.SUBMITTED, sent_on=date(2026, 1, 12))
    day = date(2026, 2, 16)

    assert still_waits(notice, sent, on=day)
    assert not still_waits(notice, replace(sent, state=PlanState.RUNNING), on=day)
    assert not still_waits(notice, replace(sent, sent_on=day), on=day)
    assert not still_waits(notice, replace(sent, is_ended=True), on=day)
