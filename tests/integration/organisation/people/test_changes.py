"""Changing people takes two: what is refused, what is carried out, who is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import AuditEntry
from portal.accounts.staff.models import Account
from portal.organisation.people import own, queries, refusals, service
from portal.organisation.people.change_models import PeopleChange, PersonNotice, SuperiorDoubt
from portal.organisation.people.domain import (
    AbsenceChange,
    AbsenceKind,
    AccountTie,
    Change,
    LineChange,
    PostChange,
    RelationEnd,
)
from portal.organisation.people.evaluated import IsEvaluated, never_evaluated
from portal.organisation.people.reporting_lines import LineFaultKind, LineKind
from portal.organisation.people.standing import RelationKind
from portal.web.access import Role, Staff
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_people, make_post, make_relation
from tests.staff import add_account

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
MAY = date(2026, 5, 1)
Hands = Callable[..., service.Hand]


@pytest.fixture
def hand(session: Session) -> Hands:
    """Return somebody new who acts today."""

    def make(
        role: Role = Role.PERFORMANCE_OFFICE,
        *,
        person_id: int | None = None,
        is_evaluated: IsEvaluated = never_evaluated,
    ) -> service.Hand:
        account = add_account(session, role, officer_id=person_id)
        session.commit()
        staff = Staff(account.id, account.name, frozenset({role}), officer_id=person_id)
        return service.Hand(staff, NOW, TODAY, is_evaluated)

    return make


@pytest.fixture
def people(session: Session) -> list[int]:
    """A person, the superior, another superior and the head above both."""
    made = make_people(session, "A", "B", "C", "D")
    a, b, c, d = made
    make_line(session, a, to=b)
    make_line(session, b, to=d)
    make_line(session, c, to=d)
    session.commit()
    return made


def enter(session: Session, person: int, change: Change, *, by: service.Hand) -> int:
    return service.enter_change(session, service.EnterChange(person, change, "SK 800/1"), by=by)


def change_line(superior: int, **days: Any) -> LineChange:
    return LineChange(superior, LineKind.DEFINITIVE, **({"starts_on": MAY} | days))


def test_a_line_changes_once_another_person_confirms_it(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, c, _ = people
    coordinator, context = hand(Role.PERFORMANCE_COORDINATOR), hand()

    number = enter(session, a, change_line(c), by=coordinator)
    assert queries.people_of(session, c, on=TODAY) == ()
    with pytest.raises(refusals.SameHand):
        service.confirm_change(session, number, answer="", by=coordinator)
    service.confirm_change(session, number, answer="ya", by=context)

    assert queries.people_of(session, c, on=TODAY) == (a,)
    assert queries.people_of(session, b, on=date(2026, 4, 30)) == (a,)
    told = set(session.scalars(select(PersonNotice.person_id)))
    assert told == {a, b, c}
    acts = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))
    assert acts == ["people.enter", "people.confirm"]
    with pytest.raises(refusals.AlreadyDecided):
        service.confirm_change(session, number, answer="", by=context)


def test_the_database_wants_two_people_for_a_change(
    session: Session, people: list[int], hand: Hands
) -> None:
    context = hand()
    number = enter(session, people[0], change_line(people[2]), by=context)
    decided = {"state": "confirmed", "decided_by": context.staff.account_id, "decided_at": NOW}

    with pytest.raises(IntegrityError):
        session.execute(update(PeopleChange).where(PeopleChange.id == number).values(**decided))
    session.rollback()


def test_a_circle_of_three_is_refused_with_the_people_in_it(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, _, d = people

    with pytest.raises(refusals.LinesRefused) as refused:
        enter(session, d, change_line(a), by=hand())

    (fault,) = refused.value.faults
    assert fault.kind is LineFaultKind.CIRCLE
    assert set(fault.people) == {a, b, d}
    with pytest.raises(refusals.LinesRefused):
        enter(session, a, change_line(a), by=hand())


def test_two_entered_lines_cannot_close_a_circle_one_after_the_other(
    session: Session, hand: Hands
) -> None:
    a, b = make_people(session, "A", "B")
    coordinator, context = hand(), hand()
    up = enter(session, a, change_line(b), by=coordinator)
    down = enter(session, b, change_line(a), by=coordinator)

    service.confirm_change(session, up, answer="", by=context)

    with pytest.raises(refusals.LinesRefused):
        service.confirm_change(session, down, answer="", by=context)
    assert queries.people_of(session, a, on=TODAY) == ()


def test_nobody_changes_the_own_record_or_confirms_it(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, _, c, _ = people
    own_hand = hand(person_id=a)

    with pytest.raises(refusals.OwnRecord):
        enter(session, a, change_line(c), by=own_hand)
    number = enter(session, a, change_line(c), by=hand())
    for decide in (service.confirm_change, service.decline_change):
        with pytest.raises(refusals.OwnRecord):
            decide(session, number, answer="", by=own_hand)


def test_nobody_changes_the_record_of_somebody_close_or_of_the_own_superior(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, c, d = people
    make_relation(session, "relative", a, about=c)
    session.commit()
    by_person = {each: hand(person_id=each) for each in (a, b, c)}
    waits = {about: enter(session, about, change_line(d), by=hand()) for about in (a, b, c)}

    # A is close to C and reports to B; who is above may enter what is below.
    for holder, about in ((a, c), (c, a), (a, b)):
        with pytest.raises(refusals.HandTooClose):
            enter(session, about, change_line(d), by=by_person[holder])
        for decide in (service.confirm_change, service.decline_change):
            with pytest.raises(refusals.HandTooClose):
                decide(session, waits[about], answer="", by=by_person[holder])
    enter(session, a, change_line(d), by=by_person[b])


def test_a_change_never_reaches_into_evaluated_days(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, _, c, _ = people
    asked: list[tuple[date, date]] = []

    def until_march(session: Session, *, first: date, last: date) -> bool:
        asked.append((first, last))
        return first <= date(2026, 3, 31)

    strict = hand(is_evaluated=until_march)
    with pytest.raises(refusals.AlreadyEvaluated):
        enter(session, a, change_line(c, starts_on=date(2026, 3, 31)), by=strict)
    enter(session, a, change_line(c), by=strict)
    enter(session, a, change_line(c, starts_on=date(2026, 7, 1)), by=strict)

    assert asked == [(date(2026, 3, 31), TODAY), (MAY, TODAY)]
    number = enter(session, a, change_line(c, starts_on=date(2026, 1, 1)), by=hand())
    with pytest.raises(refusals.AlreadyEvaluated):
        service.confirm_change(session, number, answer="", by=strict)


def test_what_makes_no_sense_is_refused(session: Session, people: list[int], hand: Hands) -> None:
    a, _, c, _ = people
    backwards = AbsenceChange(AbsenceKind.AWAY, MAY, date(2026, 4, 1))

    for change, error in (
        (backwards, refusals.EndsBeforeItBegins),
        (change_line(999), refusals.PersonUnknown),
        (RelationEnd(1, MAY), refusals.RelationUnknown),
    ):
        with pytest.raises(error):
            enter(session, a, change, by=hand())
    with pytest.raises(refusals.PersonUnknown):
        enter(session, 999, change_line(c), by=hand())
    assert session.scalars(select(PeopleChange)).all() == []


def test_a_declined_change_changes_nothing(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, c, _ = people
    first, second = hand(), hand()
    number = enter(session, a, change_line(c), by=first)

    with pytest.raises(refusals.SameHand):
        service.decline_change(session, number, answer="tidak", by=first)
    service.decline_change(session, number, answer="tidak", by=second)

    assert queries.people_of(session, b, on=TODAY) == (a,)
    with pytest.raises(refusals.AlreadyDecided):
        service.decline_change(session, number, answer="tidak", by=second)


def test_posts_and_absences_take_the_days_they_name(session: Session, hand: Hands) -> None:
    (a,) = make_people(session, "A")
    agency = make_agency(session)
    make_post(session, a, agency, title="Lama")
    first, second = hand(), hand()
    post = PostChange("Baru", agency.id, None, True, LineKind.DEFINITIVE, MAY)
    beside = PostChange("Plt Kepala", agency.id, None, True, LineKind.ACTING, MAY)
    away = AbsenceChange(AbsenceKind.STUDY, MAY, date(2026, 5, 9))

    for change in (post, beside, away):
        number = enter(session, a, change, by=first)
        service.confirm_change(session, number, answer="", by=second)

    held = [(one.title, one.ends_on) for one in queries.posts_of(session, {a})]
    assert held == [("Lama", date(2026, 4, 30)), ("Baru", None), ("Plt Kepala", None)]
    (absence,) = queries.absences_of(session, {a})
    assert (absence.kind, absence.ends_on) == (AbsenceKind.STUDY, date(2026, 5, 9))


def test_an_account_is_tied_by_two_people_and_to_one_person(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, *_ = people
    first, second = hand(), hand()
    account = add_account(session, Role.OFFICER)
    session.commit()
    tie = enter(session, a, AccountTie(account.id), by=first)
    other = enter(session, b, AccountTie(account.id), by=first)

    service.confirm_change(session, tie, answer="", by=second)

    assert session.scalar(select(Account.officer_id).where(Account.id == account.id)) == a
    found = queries.person_of_account(session, account.id)
    assert found is not None
    assert found.id == a
    with pytest.raises(refusals.AccountTied):
        service.confirm_change(session, other, answer="", by=second)
    session.rollback()
    assert session.scalar(select(Account.officer_id).where(Account.id == account.id)) == a


def test_a_declared_relation_is_removed_by_the_office_only(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, *_ = people
    declaring = Staff(hand(person_id=a).staff.account_id, "A", frozenset(), officer_id=a)
    command = own.DeclareRelation(a, b, RelationKind.RELATIVE)
    for _ in range(2):
        own.declare_relation(session, command, by=declaring, now=NOW, today=TODAY)
    assert queries.people_of(session, b, on=TODAY) == ()
    (relation,) = queries.declared_relations(session, a)
    first, second = hand(), hand()

    ended = enter(session, a, RelationEnd(relation.id, date(2026, 6, 30)), by=first)
    service.confirm_change(session, ended, answer="", by=second)

    assert queries.people_of(session, b, on=TODAY) == ()
    assert queries.people_of(session, b, on=date(2026, 7, 1)) == (a,)
    for other, kind, error in (
        (a, RelationKind.RELATIVE, refusals.OwnRecord),
        (999, RelationKind.RELATIVE, refusals.PersonUnknown),
        (b, RelationKind.ADVISER, ValueError),
    ):
        wrong = own.DeclareRelation(a, other, kind)
        with pytest.raises(error):
            own.declare_relation(session, wrong, by=declaring, now=NOW, today=TODAY)


def test_a_doubt_about_the_superior_waits_once_until_it_is_settled(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, *_ = people
    person, context = hand(Role.OFFICER, person_id=a).staff, hand()
    days = {"now": NOW, "today": TODAY}

    own.doubt_superior(session, a, note="Sudah pindah", by=person, **days)
    with pytest.raises(refusals.DoubtOpen):
        own.doubt_superior(session, a, note="Lagi", by=person, **days)
    doubt = session.scalars(select(SuperiorDoubt)).one()
    assert (doubt.superior_id, doubt.note) == (b, "Sudah pindah")
    number = doubt.id
    self_hand = service.Hand(person, NOW, TODAY, never_evaluated)
    with pytest.raises(refusals.OwnRecord):
        own.settle_doubt(session, number, outcome="", by=self_hand)
    with pytest.raises(refusals.HandTooClose):
        own.settle_doubt(session, number, outcome="", by=hand(person_id=b))
    own.settle_doubt(session, number, outcome="Garis dibetulkan", by=context)
    with pytest.raises(refusals.DoubtUnknown):
        own.settle_doubt(session, number, outcome="", by=context)
    own.doubt_superior(session, a, note="Lagi", by=person, **days)
