"""Changes of people's lines, posts, absences, relations and accounts: two people for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.organisation.people.carrying_out import (
    add_waiting,
    carry_out,
    declared_relation,
    new_lines,
)
from portal.organisation.people.change_models import PeopleChange, PersonNotice
from portal.organisation.people.domain import (
    AbsenceChange,
    AccountTie,
    Change,
    ChangeKind,
    ChangeState,
    Dated,
    LineChange,
    Naming,
    PostChange,
    RelationEnd,
    read,
    written,
)
from portal.organisation.people.evaluated import IsEvaluated
from portal.organisation.people.queries import lines_of, person, standing_on
from portal.organisation.people.refusals import (
    AlreadyDecided,
    AlreadyEvaluated,
    ChangeRefused,
    EndsBeforeItBegins,
    HandTooClose,
    LinesTooClose,
    NamedThemself,
    OwnRecord,
    PersonUnknown,
    SameHand,
)
from portal.organisation.places.service import begin_change
from portal.web.access import Act, Staff


@dataclass(frozen=True, slots=True)
class EnterChange:
    """What is to change of a person, and why."""

    person_id: int
    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, at which moment and on which day of the city, and which days are evaluated.

    :ivar heed_lots: refuses what a lot decides, asked for person, change and whether it is
        declined; returns whether the person is told of it.
    """

    staff: Staff
    now: datetime
    today: date
    is_evaluated: IsEvaluated
    heed_lots: Callable[[Session, tuple[int, Change, bool]], bool] = lambda *_: False


def enter_change(session: Session, command: EnterChange, *, by: Hand) -> int:
    """Keep a change until somebody else confirms it, and return its number; twice is once.

    :raises portal.organisation.people.refusals.ChangeRefused: when it could not be carried out.
    """
    begin_change(session)
    try:
        _check(session, command.person_id, change=command.change, by=by)
    except ValueError:
        session.rollback()
        raise
    same = select(PeopleChange.id).filter_by(
        person_id=command.person_id,
        kind=command.change.change,
        body=written(command.change),
        reason=command.reason,
        entered_by=by.staff.account_id,
        state=ChangeState.WAITING,
    )
    # What the first of two taps entered.
    if known := session.scalar(same):
        session.rollback()
        return known
    row = add_waiting(
        session,
        command.person_id,
        change=command.change,
        reason=command.reason,
        account_id=by.staff.account_id,
        now=by.now,
    )
    session.flush()
    _append(session, row, act="people.enter", by=by)
    return row.id


@dataclass(frozen=True, slots=True)
class TieAsked:
    """An account that was invited by e-mail should be a person's.

    :ivar email: where its invitation went: what whoever confirms looks at.
    """

    person_id: int
    account_id: int
    email: str


def ask_to_tie(session: Session, asked: TieAsked, *, by: Actor, now: datetime) -> None:
    """Let the tie of a new account wait for another person, within the caller's transaction.

    Who invites by e-mail says whose address it is: alone they could act as anybody.
    """
    row = add_waiting(
        session,
        asked.person_id,
        change=AccountTie(asked.account_id),
        reason=f"Undangan: {asked.email}",
        account_id=by.account_id or 0,
        now=now,
    )
    session.flush()
    detail: dict[str, str | int | None] = {"change": row.id, "kind": str(row.kind)}
    append(session, Act("people.enter", f"person:{asked.person_id}", detail), actor=by, now=now)


def confirm_ties(session: Session, change_ids: Sequence[int], *, by: Hand) -> int:
    """Confirm ties that others asked for and return how many; what cannot be done still waits."""
    done = 0
    for change_id in change_ids:
        try:
            confirm_change(session, change_id, answer="", by=by)
        except ChangeRefused:
            session.rollback()
            continue
        done += 1
    return done


def confirm_change(session: Session, change_id: int, *, answer: str, by: Hand) -> None:
    """Carry out a change that another person entered; who it concerns is told.

    :raises portal.organisation.people.refusals.ChangeRefused: when it cannot be carried out any
        more, or when it was entered by, or is about, the same person.
    """
    begin_change(session)
    try:
        row = _decidable(session, change_id, by=by)
        change = read(ChangeKind(row.kind), row.body)
        _check(session, row.person_id, change=change, by=by)
        concerned = _concerned(session, row.person_id, change=change)
        carry_out(session, row.person_id, change=change)
    except ValueError:
        session.rollback()
        raise
    _decide(row, ChangeState.CONFIRMED, answer=answer, by=by)
    session.add_all(
        PersonNotice(person_id=each, change_id=row.id, told_at=by.now) for each in sorted(concerned)
    )
    _append(session, row, act="people.confirm", by=by)


def decline_change(session: Session, change_id: int, *, answer: str, by: Hand) -> None:
    """Decline a change that waits, with a reason; nothing is changed.

    :raises portal.organisation.people.refusals.ChangeRefused: when it does not wait any more, or
        was entered by, or is about, the same person or somebody close.
    """
    begin_change(session)
    try:
        row = _decidable(session, change_id, by=by)
        check_hand(session, row.person_id, by=by)
        change = read(ChangeKind(row.kind), row.body)
        if by.heed_lots(session, (row.person_id, change, True)):
            session.add(PersonNotice(person_id=row.person_id, change_id=row.id, told_at=by.now))
    except ChangeRefused:
        session.rollback()
        raise
    _decide(row, ChangeState.DECLINED, answer=answer, by=by)
    _append(session, row, act="people.decline", by=by)


def _decidable(session: Session, change_id: int, *, by: Hand) -> PeopleChange:
    row = session.get(PeopleChange, change_id)
    if row is None or row.state != ChangeState.WAITING:
        raise AlreadyDecided(change_id)
    if row.entered_by == by.staff.account_id:
        raise SameHand(change_id)
    return row


def _check(session: Session, person_id: int, *, change: Change, by: Hand) -> None:
    if person(session, person_id) is None:
        raise PersonUnknown(person_id)
    check_hand(session, person_id, by=by)
    if isinstance(change, LineChange | PostChange | AbsenceChange | Naming):
        _check_days(session, change=change, by=by)
    if isinstance(change, LineChange):
        _check_line(session, person_id, change=change)
    elif isinstance(change, Naming):
        _check_naming(session, person_id, change=change)
    elif isinstance(change, RelationEnd):
        relation = declared_relation(session, person_id, relation_id=change.relation_id)
        if change.ends_on < relation.starts_on:
            raise EndsBeforeItBegins(change.ends_on)
    by.heed_lots(session, (person_id, change, False))


def check_hand(session: Session, person_id: int, *, by: Hand) -> None:
    """Refuse to change the own record, that of somebody close, or that of the own superior.

    :raises OwnRecord: for the own record.
    :raises HandTooClose: for somebody close, and for the own superior of today.
    """
    own_id = by.staff.officer_id
    if own_id is None:
        return
    known = standing_on(session, by.today, person_ids={own_id, person_id})
    if not known.may_act(own_id, about=person_id):
        session.rollback()
        raise OwnRecord(person_id) if own_id == person_id else HandTooClose(person_id)


def _check_line(session: Session, person_id: int, *, change: LineChange) -> None:
    if person(session, change.superior_id) is None:
        raise PersonUnknown(change.superior_id)
    new_lines(session, person_id, change=change)


def _check_naming(session: Session, person_id: int, *, change: Naming) -> None:
    if person(session, change.holder_id) is None:
        raise PersonUnknown(change.holder_id)
    if change.holder_id == person_id:
        raise NamedThemself(person_id)
    known = standing_on(session, change.starts_on, person_ids={person_id, change.holder_id})
    if not known.may_act(change.holder_id, about=person_id):
        raise LinesTooClose(person_id)


def _check_days(session: Session, *, change: Dated, by: Hand) -> None:
    if change.ends_on is not None and change.ends_on < change.starts_on:
        raise EndsBeforeItBegins(change.ends_on)
    last = min(change.ends_on or by.today, by.today)
    is_past = change.starts_on <= last
    if is_past and by.is_evaluated(session, first=change.starts_on, last=last):
        raise AlreadyEvaluated(change.starts_on)


def _concerned(session: Session, person_id: int, *, change: Change) -> set[int]:
    """Return who is told: the person, the superior so far and the new one."""
    starts_on = getattr(change, "starts_on", None)
    superiors = {
        line.superior_id
        for line in lines_of(session, {person_id})
        if starts_on is not None and line.covers(starts_on)
    }
    new = {getattr(change, name) for name in ("superior_id", "holder_id") if hasattr(change, name)}
    return {person_id} | superiors | new


def _decide(row: PeopleChange, state: ChangeState, *, answer: str, by: Hand) -> None:
    row.state = state
    row.answer = answer
    row.decided_by = by.staff.account_id
    row.decided_at = by.now


def _append(session: Session, row: PeopleChange, *, act: str, by: Hand) -> None:
    """Put an act on record and commit; the log names the change, never its reason."""
    detail: dict[str, str | int | None] = {"change": row.id, "kind": str(row.kind)}
    actor = Actor(by.staff.account_id, by.staff.name)
    append(session, Act(act, f"person:{row.person_id}", detail), actor=actor, now=by.now)
    session.commit()
