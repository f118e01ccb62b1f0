"""No one judges their own case, object by object: what SQL shows is what the rules allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement, product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.handling.action_queries import ActionFilter, action_to_keep, kept_actions
from portal.complaints.handling.answering import Addressee, Promise, answer, pass_on
from portal.complaints.handling.queries import QueueFilter, overdue_count, queue_page
from portal.complaints.handling.service import advance, group, send_to_queue
from portal.complaints.intake.conflict import may_handle
from portal.complaints.intake.kinds import Concern, DecisionReason, Queue, State, Theme
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.queries import near_candidates, visible_complaint, visible_members
from portal.complaints.intake.scope_queries import Scope, case_of, handler_of, scope_of
from portal.web.access import Role, Staff
from tests.factories.complaints import CITY, FRIDAY, TEXT, make_complaint, make_office
from tests.factories.organisation import (
    make_agency,
    make_desk,
    make_officer,
    make_posting,
    make_unit,
)

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
LATER = FRIDAY + timedelta(days=30)
ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."
EVERYTHING = QueueFilter()


@dataclass
class Town:
    """An agency with two places, one with a single desk, the inspectorate; who served where."""

    large: int
    small: int
    inspectorate: int
    desk: int
    other_desk: int
    only_desk: int
    now_posted: int
    once_posted: int


@pytest.fixture
def town(session: Session) -> Town:
    large, small = make_agency(session, "dukcapil"), make_agency(session, "dishub")
    inspectorate = make_agency(session, "inspektorat")
    unit = make_unit(session, large, "cabang")
    desk = make_desk(session, large, "dukcapil-1", unit_id=unit.id)
    other = make_desk(session, large, "dukcapil-2")
    only = make_desk(session, small, "dishub-1")
    now_posted, once_posted = make_officer(session, "1001"), make_officer(session, "1002")
    make_posting(session, now_posted, desk, starts_on=date(2026, 1, 1))
    ended = date(2026, 10, 31)
    make_posting(session, once_posted, desk, starts_on=date(2026, 10, 1), ends_on=ended)
    session.commit()
    return Town(
        large=large.id,
        small=small.id,
        inspectorate=inspectorate.id,
        desk=desk.id,
        other_desk=other.id,
        only_desk=only.id,
        now_posted=now_posted.id,
        once_posted=once_posted.id,
    )


def everybody(town: Town) -> Iterator[Staff]:
    """Give every pair of roles, in every agency, with and without an officer's record."""
    agencies = (None, town.large, town.small, town.inspectorate)
    officers = (None, town.now_posted, town.once_posted)
    pairs = combinations_with_replacement(Role, 2)
    for roles, agency_id, officer_id in product(pairs, agencies, officers):
        yield Staff(
            account_id=1,
            name="x",
            roles=frozenset(roles),
            agency_id=agency_id,
            officer_id=officer_id,
        )


def write_everywhere(session: Session, town: Town) -> None:
    places = (
        (town.large, None),
        (town.large, town.desk),
        (town.large, town.other_desk),
        (town.small, None),
        (town.small, town.only_desk),
        (town.inspectorate, None),
    )
    for (agency_id, desk_id), concern in product(places, Concern):
        make_complaint(session, agency_id, context=make_office(), desk_id=desk_id, concern=concern)
    for (agency_id, desk_id), concern in product(places[:5], (Concern.SERVICE, Concern.OFFICER)):
        for target in {town.large, town.small, town.inspectorate} - {agency_id}:
            item, _ = make_complaint(
                session, agency_id, context=make_office(), desk_id=desk_id, concern=concern
            )
            passed_on(session, item, to=target)
    item, _ = make_complaint(session, town.large, context=make_office(), desk_id=town.desk)
    passed_on(session, item, to=town.small)
    send_to_queue(
        session,
        item.id,
        queue=Queue.INSPECTORATE,
        version=item.version,
        account_id=1,
        context=make_office(),
    )


def passed_on(session: Session, item: Complaint, *, to: int) -> None:
    pass_on(
        session,
        item.id,
        to=Addressee(to),
        reason=DecisionReason.WRONG_AGENCY,
        version=item.version,
        account_id=1,
        context=make_office(),
    )


def seen_by(session: Session, scope: Scope) -> set[int]:
    found, after = set(), None
    while True:
        page = queue_page(session, scope, wanted=EVERYTHING, now=NOON, today=LATER, after=after)
        found |= {row.complaint_id for row in page.rows}
        assert page.count == overdue_count(session, scope, today=LATER)
        after = page.following
        if after is None:
            assert len(found) == page.count
            return found


def reach(session: Session, staff: Staff) -> Scope:
    return scope_of(session, staff, on=FRIDAY, inspectorate="inspektorat")


def test_lists_and_counts_hold_exactly_what_the_rules_allow(session: Session, town: Town) -> None:
    write_everywhere(session, town)
    items = session.scalars(select(Complaint)).all()

    for staff in everybody(town):
        scope = reach(session, staff)
        handler = handler_of(staff, scope)
        allowed = {item.id for item in items if may_handle(handler, case_of(item))}
        seen = seen_by(session, scope)
        if staff.has(Role.AUDITOR) and not staff.has(Role.MODERATOR, Role.ADMINISTRATOR):
            # An auditor reads the list of others' cases; words need may_handle as well.
            assert allowed <= seen, staff
        else:
            assert seen == allowed, staff


@pytest.mark.parametrize("name", ["now_posted", "once_posted"])
def test_who_was_posted_on_the_day_of_the_event_stays_out_of_it(
    session: Session, town: Town, name: str
) -> None:
    item, _ = make_complaint(session, town.large, context=make_office(), desk_id=town.desk)
    person = Staff(
        account_id=1,
        name="x",
        roles=frozenset({Role.MODERATOR}),
        officer_id=getattr(town, name),
    )
    scope = reach(session, person)

    assert visible_complaint(session, item.id, scope=scope) is None
    assert visible_complaint(session, item.id, scope=CITY) is not None
    assert seen_by(session, scope) == set()


def answered_with_promise(session: Session, town: Town, **fields: object) -> Complaint:
    item, _ = make_complaint(session, town.large, context=make_office(), **fields)
    for to in (State.VERIFIED, State.FORWARDED):
        advance(session, item.id, to=to, version=item.version, account_id=1, context=make_office())
    promise = Promise(Theme.COST, "Biaya tidak jelas", "Papan biaya dipasang", LATER)
    answer(
        session,
        item.id,
        text=ANSWER,
        version=item.version,
        account_id=1,
        context=make_office(),
        scope=CITY,
        promise=promise,
    )
    return item


@pytest.mark.parametrize(
    ("fields", "roles", "sees"),
    [
        ({"desk_id": "desk"}, {Role.MODERATOR}, False),
        ({"desk_id": "other_desk"}, {Role.MODERATOR}, True),
        ({"desk_id": "other_desk"}, {Role.AGENCY_HEAD}, True),
        ({"desk_id": "other_desk"}, {Role.AGENCY_HEAD, Role.SUPERVISOR}, False),
        ({"concern": Concern.LEVY}, {Role.AGENCY_HEAD}, False),
    ],
)
def test_a_promise_is_ended_by_nobody_it_concerns(
    session: Session, town: Town, fields: dict[str, str], roles: set[Role], sees: bool
) -> None:
    answered_with_promise(
        session, town, **{key: getattr(town, value, value) for key, value in fields.items()}
    )
    person = Staff(
        account_id=1,
        name="x",
        roles=frozenset(roles),
        agency_id=town.large if Role.AGENCY_HEAD in roles else None,
        officer_id=town.now_posted,
    )
    scope = reach(session, person)

    listed = kept_actions(session, scope, wanted=ActionFilter(), number=1, today=FRIDAY)
    assert bool(listed.items) is sees
    assert (action_to_keep(session, 1, scope=scope, today=FRIDAY) is not None) is sees


def test_one_answer_for_a_group_leaves_out_what_the_answering_person_must_not_judge(
    session: Session, town: Town
) -> None:
    numbers = []
    for desk_id, concern in (
        (town.other_desk, Concern.SERVICE),
        (town.desk, Concern.SERVICE),
        (town.other_desk, Concern.SERVICE),
        (None, Concern.LEVY),
    ):
        item, _ = make_complaint(
            session, town.large, context=make_office(), desk_id=desk_id, concern=concern
        )
        numbers.append(item.id)
    first, own, other, levy = numbers
    group(session, first, others=(own, other, levy), account_id=1, context=make_office())
    for to in (State.VERIFIED, State.FORWARDED):
        head = session.get_one(Complaint, first)
        advance(session, first, to=to, version=head.version, account_id=1, context=make_office())
    person = Staff(
        account_id=2,
        name="x",
        roles=frozenset({Role.AGENCY_HEAD}),
        agency_id=town.large,
        officer_id=town.now_posted,
    )
    scope = reach(session, person)
    before = visible_complaint(session, first, scope=scope)
    assert before is not None
    assert visible_members(session, first, scope=scope) == (other,)
    assert {number for number, _ in near_candidates(session, before, scope=scope)} == {other}

    count = answer(
        session,
        first,
        text=ANSWER,
        version=before.version,
        account_id=2,
        context=make_office(),
        scope=scope,
    )

    states = dict(session.execute(select(Complaint.id, Complaint.state)).all())
    assert count == 2
    assert (states[first], states[other]) == (State.ANSWERED, State.ANSWERED)
    assert (states[own], states[levy]) == (State.NEW, State.NEW)
    assert TEXT not in str(states)
