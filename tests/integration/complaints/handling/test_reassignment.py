"""A complaint for the wrong agency is passed on: the clock runs on, and nobody is freed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.handling.answering import Addressee, PassedOnWrongly, answer, pass_on
from portal.complaints.handling.moderation import ModerationVerdict, decide
from portal.complaints.handling.service import advance, claim, group, send_to_queue
from portal.complaints.intake.course_models import AddressedUnit, Claim
from portal.complaints.intake.follow_up import complaint_id_of
from portal.complaints.intake.history import ComplaintChanged
from portal.complaints.intake.kinds import (
    ComplaintStep,
    Concern,
    DecisionReason,
    ImpossibleTransition,
    Queue,
    State,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.queries import followed_complaint
from portal.complaints.published.count_queries import CountWindow, counts_by_addressee
from portal.complaints.published.text_queries import published_texts
from portal.time.working_days import WorkingDays
from tests.factories.complaints import CITY, FRIDAY, make_complaint, make_office
from tests.factories.organisation import make_agency, make_desk, make_unit

MONDAY = date(2026, 11, 23)
LATER = date(2026, 11, 25)
ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."


@dataclass
class Town:
    """Two agencies; the first with a desk, the second with a unit."""

    first: int
    second: int
    desk: int
    unit: int


@pytest.fixture
def town(session: Session) -> Town:
    first, second = make_agency(session, "dukcapil"), make_agency(session, "dishub")
    desk, unit = make_desk(session, first, "dukcapil-1"), make_unit(session, second, "dishub-x")
    session.commit()
    return Town(first.id, second.id, desk.id, unit.id)


def forwarded(session: Session, town: Town, **fields: object) -> tuple[Complaint, str]:
    item, code = make_complaint(session, town.first, context=make_office(), **fields)
    for to in (State.VERIFIED, State.FORWARDED):
        move(session, item, to)
    return item, code


def move(session: Session, item: Complaint, to: State, **fields: object) -> None:
    advance(
        session,
        item.id,
        to=to,
        version=item.version,
        account_id=1,
        context=make_office(MONDAY),
        **fields,
    )


def passed(
    session: Session,
    item: Complaint,
    to: Addressee,
    *,
    reason: DecisionReason | None = DecisionReason.WRONG_AGENCY,
    day: date = LATER,
) -> None:
    pass_on(
        session,
        item.id,
        to=to,
        reason=reason,
        version=item.version,
        account_id=7,
        context=make_office(day),
    )


@pytest.mark.parametrize("works", [(), (State.IN_PROGRESS,)])
def test_the_promised_day_and_the_state_stay_what_they_were(
    session: Session, town: Town, works: tuple[State, ...]
) -> None:
    item, _ = forwarded(session, town)
    for to in works:
        move(session, item, to)
    before = (item.promised_on, item.since, item.state)

    passed(session, item, Addressee(town.second))

    assert (item.promised_on, item.since, item.state) == before
    assert before[0] == date(2026, 11, 30)
    assert item.agency_id == town.second


def test_the_history_keeps_who_passed_it_on_and_why(session: Session, town: Town) -> None:
    item, code = forwarded(session, town, desk_id=town.desk)
    passed(
        session, item, Addressee(town.second, town.unit), reason=DecisionReason.HAPPENED_ELSEWHERE
    )

    number = complaint_id_of(session, code, context=make_office())
    followed = followed_complaint(session, number)
    assert followed is not None
    last = followed.events[-1]
    assert (last.step, last.reason, last.account_id, last.happened_on) == (
        ComplaintStep.QUEUE_CHANGED,
        DecisionReason.HAPPENED_ELSEWHERE,
        7,
        LATER,
    )
    assert (last.old_value, last.new_value) == (f"agency:{town.first}", f"unit:{town.unit}")
    assert (followed.agency_id, followed.unit_id, followed.desk_id) == (
        town.second,
        town.unit,
        None,
    )
    assert [(each.agency_id, each.desk_id) for each in followed.former] == [(town.first, town.desk)]


@pytest.mark.parametrize("state", [State.NEW, State.VERIFIED, State.POSTPONED])
def test_what_was_not_forwarded_yet_is_forwarded_by_the_same_act(
    session: Session, town: Town, state: State
) -> None:
    item, _ = make_complaint(session, town.first, context=make_office())
    if state is not State.NEW:
        reason = DecisionReason.INCOMPLETE if state is State.POSTPONED else None
        move(session, item, state, reason=reason)

    passed(session, item, Addressee(town.second))

    assert (item.state, item.agency_id) == (State.FORWARDED, town.second)
    assert item.promised_on == date(2026, 12, 2)


def test_passed_back_it_names_its_desk_again_and_remembers_where_it_was(
    session: Session, town: Town
) -> None:
    item, _ = forwarded(session, town, desk_id=town.desk)
    passed(session, item, Addressee(town.second, town.unit))
    passed(session, item, Addressee(town.first), reason=DecisionReason.SENT_BACK)

    session.expire_all()
    assert (item.agency_id, item.desk_id) == (town.first, town.desk)
    assert [(each.agency_id, each.desk_id) for each in item.former] == [(town.second, None)]
    assert session.scalars(select(AddressedUnit)).all() == []


def test_the_first_agencys_group_and_claim_do_not_go_along(session: Session, town: Town) -> None:
    item, _ = forwarded(session, town)
    other, _ = forwarded(session, town)
    group(session, other.id, others=(item.id,), account_id=1, context=make_office())
    claim(session, item.id, account_id=1, now=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))

    passed(session, item, Addressee(town.second))
    answered = answer(
        session,
        other.id,
        text=ANSWER,
        version=other.version,
        account_id=1,
        context=make_office(LATER),
        scope=CITY,
    )

    assert (answered, item.state) == (1, State.FORWARDED)
    assert session.scalars(select(Claim)).all() == []


def test_counts_and_the_published_text_go_along(session: Session, town: Town) -> None:
    item, _ = forwarded(session, town, desk_id=town.desk)
    decide(
        session,
        item.id,
        verdict=ModerationVerdict(public_text="Antrean lama", decision="published"),
        version=item.version,
        account_id=1,
        context=make_office(),
    )
    passed(session, item, Addressee(town.second))

    window = CountWindow(FRIDAY, MONDAY)
    counts = counts_by_addressee(session, window, today=LATER, calendar=WorkingDays())
    assert {key: each.received for key, each in counts.items()} == {town.second: 1}
    assert [line.text for line in published_texts(session, agency_id=town.second)] == [
        "Antrean lama"
    ]
    assert published_texts(session, desk_id=town.desk) == ()
    assert published_texts(session, agency_id=town.first) == ()


def test_from_the_citys_queue_it_goes_to_the_agencys(session: Session, town: Town) -> None:
    item, _ = forwarded(session, town)
    send_to_queue(
        session,
        item.id,
        queue=Queue.CITY,
        version=item.version,
        account_id=1,
        context=make_office(),
    )
    passed(session, item, Addressee(town.second))

    assert item.queue == Queue.AGENCY


@pytest.mark.parametrize("reason", [None, DecisionReason.SPAM, DecisionReason.NOT_OUR_COMPETENCE])
def test_without_a_reason_that_fits_nothing_changes(
    session: Session, town: Town, reason: DecisionReason | None
) -> None:
    item, _ = forwarded(session, town)
    with pytest.raises(PassedOnWrongly):
        passed(session, item, Addressee(town.second), reason=reason)
    with pytest.raises(PassedOnWrongly):
        passed(session, item, Addressee(town.first))
    session.rollback()

    assert item.agency_id == town.first


def test_what_is_answered_or_over_is_not_passed_on(session: Session, town: Town) -> None:
    item, _ = make_complaint(session, town.first, context=make_office())
    move(session, item, State.ARCHIVED, reason=DecisionReason.SPAM)
    with pytest.raises(ImpossibleTransition):
        passed(session, item, Addressee(town.second))


def test_who_comes_second_is_told(session: Session, town: Town) -> None:
    item, _ = forwarded(session, town)
    with pytest.raises(ComplaintChanged):
        pass_on(
            session,
            item.id,
            to=Addressee(town.second),
            reason=DecisionReason.WRONG_AGENCY,
            version=item.version - 1,
            account_id=7,
            context=make_office(),
        )


def test_what_lies_with_the_inspectorate_stays_about_its_agency(
    session: Session, town: Town
) -> None:
    item, _ = make_complaint(session, town.first, context=make_office(), concern=Concern.LEVY)
    number = item.id
    with pytest.raises(IntegrityError):
        passed(session, item, Addressee(town.second))
    session.rollback()
    with pytest.raises(IntegrityError, match="inspectorate"):
        session.execute(update(Complaint).values(agency_id=town.second))
    session.rollback()

    about = session.execute(text("SELECT agency_id, state FROM complaint")).one()
    assert tuple(about) == (town.first, State.NEW)
    assert number == 1
