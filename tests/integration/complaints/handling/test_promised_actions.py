"""Promised actions are done, moved and withdrawn with a reason, opened again, and read."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.handling.action_queries import ActionFilter, kept_actions
from portal.complaints.handling.answering import PraisePromisedTo, Promise, answer
from portal.complaints.intake.action_queries import changes_of, published_actions
from portal.complaints.intake.action_service import (
    ActionChanged,
    ActionUnknown,
    ChangeAction,
    DayUnfit,
    ReasonTooShort,
    StepImpossible,
    change_action,
)
from portal.complaints.intake.course_models import PromiseChange, PromisedAction
from portal.complaints.intake.kinds import Kind, PromiseState, PromiseStep, State, Theme
from tests.factories.complaints import CITY, FRIDAY, make_complaint, make_office, make_promise
from tests.factories.organisation import make_agency

REASON = "Papan biaya terpasang di depan loket"
DUE = FRIDAY + timedelta(days=30)


@pytest.fixture
def agency_id(session: Session) -> int:
    return make_agency(session, "dukcapil").id


def promised(session: Session, agency_id: int, **fields: Any) -> PromisedAction:
    return make_promise(session, agency_id, **({"promised_on": FRIDAY, "due_on": DUE} | fields))


def do(session: Session, action: PromisedAction, step: PromiseStep, **fields: Any) -> None:
    seen = len(changes_of(session, [action.id]).get(action.id, ()))
    values: dict[str, Any] = {"reason": REASON, "seen": seen} | fields
    change_action(session, action.id, wanted=ChangeAction(step, **values), account_id=7, today=DUE)


def test_what_was_done_is_kept_with_its_evidence_and_can_be_undone(
    session: Session, agency_id: int
) -> None:
    action = promised(session, agency_id)

    do(session, action, PromiseStep.DONE)
    assert action.done_on == DUE
    do(session, action, PromiseStep.RESUMED, reason="Papan itu dicuri orang")
    assert action.done_on is None
    do(session, action, PromiseStep.WITHDRAWN, reason="Biaya kini tidak ada lagi")

    assert action.is_withdrawn
    assert [(each.step, each.reason) for each in changes_of(session, [action.id])[action.id]] == [
        (PromiseStep.DONE, REASON),
        (PromiseStep.RESUMED, "Papan itu dicuri orang"),
        (PromiseStep.WITHDRAWN, "Biaya kini tidak ada lagi"),
    ]


def test_a_moved_day_keeps_the_one_before(session: Session, agency_id: int) -> None:
    action = promised(session, agency_id)
    later = DUE + timedelta(days=14)

    do(session, action, PromiseStep.MOVED, due_on=later)
    do(session, action, PromiseStep.MOVED, due_on=later + timedelta(days=1))

    moved = changes_of(session, [action.id])[action.id]
    assert [(each.old_due_on, each.new_due_on) for each in moved] == [
        (DUE, later),
        (later, later + timedelta(days=1)),
    ]
    (group,) = published_actions(session, today=DUE, limit=5)
    assert (group.lines[0].due_on, group.lines[0].first_due_on) == (action.due_on, DUE)


@pytest.mark.parametrize(
    ("step", "fields", "refusal"),
    [
        (PromiseStep.DONE, {"reason": "Sudah"}, ReasonTooShort),
        (PromiseStep.DONE, {"reason": "x" * 301}, ReasonTooShort),
        (PromiseStep.DONE, {"seen": 1}, ActionChanged),
        (PromiseStep.RESUMED, {}, StepImpossible),
        (PromiseStep.MOVED, {}, DayUnfit),
        (PromiseStep.MOVED, {"due_on": DUE}, DayUnfit),
        (PromiseStep.MOVED, {"due_on": DUE - timedelta(days=1)}, DayUnfit),
    ],
)
def test_what_does_not_fit_changes_nothing(
    session: Session, agency_id: int, step: PromiseStep, fields: dict[str, Any], refusal: Any
) -> None:
    action = promised(session, agency_id)

    with pytest.raises(refusal):
        do(session, action, step, **fields)
    session.rollback()

    assert changes_of(session, [action.id]) == {}
    assert (action.done_on, action.is_withdrawn, action.due_on) == (None, False, DUE)


@pytest.mark.parametrize("step", [PromiseStep.DONE, PromiseStep.MOVED, PromiseStep.WITHDRAWN])
def test_what_is_over_is_only_opened_again(
    session: Session, agency_id: int, step: PromiseStep
) -> None:
    action = promised(session, agency_id, done_on=FRIDAY)

    with pytest.raises(StepImpossible):
        do(session, action, step, due_on=DUE + timedelta(days=3))


def test_an_action_that_is_not_there_is_unknown(session: Session, agency_id: int) -> None:
    wanted = ChangeAction(PromiseStep.DONE, REASON, seen=0)
    with pytest.raises(ActionUnknown):
        change_action(session, 99, wanted=wanted, account_id=7, today=DUE)


@pytest.mark.parametrize("act", [update(PromiseChange).values(reason="Diubah lagi"), "delete"])
def test_the_database_keeps_the_history(session: Session, agency_id: int, act: Any) -> None:
    do(session, promised(session, agency_id), PromiseStep.DONE)

    with pytest.raises(IntegrityError):
        session.execute(delete(PromiseChange) if act == "delete" else act)


def test_praise_is_not_answered_with_a_promise(session: Session, agency_id: int) -> None:
    context = make_office()
    praise, _ = make_complaint(session, agency_id, context=context, kind=Kind.PRAISE)
    praise.state = State.VERIFIED
    session.flush()
    praise.state = State.FORWARDED
    session.commit()

    with pytest.raises(PraisePromisedTo):
        answer(
            session,
            praise.id,
            text="Terima kasih, kami sampaikan kepada petugas.",
            version=praise.version,
            account_id=7,
            context=context,
            scope=CITY,
            promise=Promise(Theme.COST, "Petugas ramah", "Petugas tetap ramah", DUE),
        )


def test_done_stands_first_and_one_agency_does_not_fill_the_list(
    session: Session, agency_id: int
) -> None:
    other = make_agency(session, "dishub").id
    for day in range(1, 6):
        promised(session, agency_id, said=f"Dukcapil {day:04}", done_on=FRIDAY + timedelta(day))
    promised(session, other, said="Dishub selesai", done_on=FRIDAY)
    promised(session, other, said="Dishub terlambat", due_on=FRIDAY)
    promised(session, other, said="Dishub dijanjikan", due_on=date(2030, 1, 31))
    promised(session, other, said="Dishub ditarik", is_withdrawn=True)

    groups = published_actions(session, today=DUE, limit=3)

    assert [(group.state, group.total) for group in groups] == [
        (PromiseState.DONE, 6),
        (PromiseState.PROMISED, 1),
        (PromiseState.LATE, 1),
        (PromiseState.WITHDRAWN, 1),
    ]
    assert [line.said for line in groups[0].lines] == [
        "Dukcapil 0005",
        "Dishub selesai",
        "Dukcapil 0004",
    ]
    (own, *_) = published_actions(session, today=DUE, limit=3, agency_id=other)
    assert [line.said for line in own.lines] == ["Dishub selesai"]


def test_the_staff_list_is_filtered_and_paged(session: Session, agency_id: int) -> None:
    for _ in range(21):
        promised(session, agency_id)
    late = promised(session, agency_id, theme="access", due_on=FRIDAY)
    done = promised(session, make_agency(session, "dishub").id, done_on=FRIDAY)

    def listed(number: int = 1, **wanted: Any) -> tuple[int, list[int]]:
        page = kept_actions(session, CITY, wanted=ActionFilter(**wanted), number=number, today=DUE)
        return page.total, [each.action_id for each in page.items]

    total, first = listed()
    assert (total, len(first), first[0]) == (22, 20, late.id)
    assert [len(listed(number)[1]) for number in (2, 3)] == [2, 0]
    assert listed(state=PromiseState.LATE) == listed(theme=Theme.ACCESS) == (1, [late.id])
    assert listed(state=PromiseState.DONE) == (1, [done.id])
    assert listed(agency_id=done.agency_id, is_any_state=True) == (1, [done.id])
    assert listed(is_any_state=True)[0] == 23
