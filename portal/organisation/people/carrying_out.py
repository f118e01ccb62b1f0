"""Turns a confirmed change into rows; commits nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.orm import Session

from portal.accounts.administration.service import IdentityTaken, NoSuchAccount, tie_record
from portal.organisation.people.change_models import PeopleChange
from portal.organisation.people.domain import (
    Absence,
    AbsenceChange,
    AccountTie,
    Change,
    ChangeState,
    LineChange,
    Naming,
    NewPerson,
    Person,
    Post,
    PostChange,
    RelationEnd,
    spliced,
    written,
)
from portal.organisation.people.models import (
    KeptAbsence,
    KeptLine,
    KeptRelation,
    Officer,
    PersonPost,
    Posting,
)
from portal.organisation.people.naming import NAMED_RELATIONS
from portal.organisation.people.queries import absences_of, lines_above, lines_of, posts_of
from portal.organisation.people.refusals import AccountTied, LinesRefused, RelationUnknown
from portal.organisation.people.reporting_lines import ReportingLine, line_faults
from portal.organisation.people.standing import CONFLICTS
from portal.storage.database import refused_as


def new_lines(
    session: Session, person_id: int, *, change: LineChange
) -> tuple[Sequence[ReportingLine], tuple[ReportingLine, ...]]:
    """Return the person's lines before and after a change.

    :raises LinesRefused: for a circle, or when the person would be the own superior.
    """
    held = lines_of(session, {person_id})
    line = ReportingLine(
        person_id, change.superior_id, change.starts_on, change.ends_on, change.kind
    )
    after = spliced(held, line)
    others = [one for one in lines_above(session, change.superior_id) if one.person_id != person_id]
    faults = line_faults([*after, *others])
    if faults:
        raise LinesRefused(faults)
    return held, after


def carry_out(session: Session, person_id: int, *, change: Change) -> None:
    """Write what a change says of a person.

    :raises portal.organisation.people.refusals.ChangeRefused: when it cannot be done any more.
    """
    if isinstance(change, LineChange):
        held, after = new_lines(session, person_id, change=change)
        _replace(session, KeptLine, held=held, after=after)
    elif isinstance(change, PostChange):
        _change_post(session, person_id, change=change)
    elif isinstance(change, AbsenceChange):
        absent = absences_of(session, {person_id})
        absence = Absence(person_id, change.kind, change.starts_on, change.ends_on)
        _replace(session, KeptAbsence, held=absent, after=spliced(absent, absence))
    elif isinstance(change, Naming):
        session.add(_named(person_id, change))
    elif isinstance(change, RelationEnd):
        declared_relation(
            session, person_id, relation_id=change.relation_id
        ).ends_on = change.ends_on
    else:
        _tie(session, person_id, change=change)


def declared_relation(session: Session, person_id: int, *, relation_id: int) -> KeptRelation:
    """Return a relation of a person that was declared, or named by the office.

    :raises RelationUnknown: when there is none with this number.
    """
    found = session.scalar(
        select(KeptRelation).where(
            KeptRelation.id == relation_id,
            or_(
                and_(
                    KeptRelation.kind.in_(CONFLICTS),
                    or_(KeptRelation.holder_id == person_id, KeptRelation.about_id == person_id),
                ),
                and_(KeptRelation.kind.in_(NAMED_RELATIONS), KeptRelation.about_id == person_id),
            ),
        )
    )
    if found is None:
        raise RelationUnknown(relation_id)
    return found


def _named(person_id: int, change: Naming) -> KeptRelation:
    return KeptRelation(
        kind=change.kind,
        holder_id=change.holder_id,
        about_id=person_id,
        starts_on=change.starts_on,
        ends_on=change.ends_on,
    )


def _change_post(session: Session, person_id: int, *, change: PostChange) -> None:
    """Write a post; one of another kind than definitive stands beside what is held."""
    post = Post(
        person_id=person_id,
        title=change.title,
        agency_id=change.agency_id,
        unit_id=change.unit_id,
        is_head=change.is_head,
        kind=change.kind,
        starts_on=change.starts_on,
        ends_on=change.ends_on,
    )
    held = [one for one in posts_of(session, {person_id}) if one.kind == change.kind]
    _replace(session, PersonPost, held=held, after=spliced(held, post))


def _tie(session: Session, person_id: int, *, change: AccountTie) -> None:
    try:
        tie_record(session, change.account_id, officer_id=person_id)
    except (IdentityTaken, NoSuchAccount) as error:
        raise AccountTied(change.account_id) from error


def _replace(session: Session, model: Any, *, held: Sequence[Any], after: Sequence[Any]) -> None:
    """Delete the spans that are no longer held, and add the new ones."""
    for gone in held:
        if gone not in after:
            conditions = [getattr(model, name) == value for name, value in _columns(gone).items()]
            row = session.scalars(select(model).where(*conditions)).first()
            session.delete(row)
    session.flush()
    session.add_all(model(**_columns(new)) for new in after if new not in held)
    with refused_as(session, LinesRefused(())):
        session.flush()


def _columns(span: Any) -> dict[str, str | int | bool | date | None]:
    return {field.name: getattr(span, field.name) for field in fields(span)}


def officer_row(session: Session, person_id: int | None, *, number: str) -> Officer:
    """Return the row of a person, a new one without a number of their own; the caller adds it."""
    return Officer(number=number) if person_id is None else session.get_one(Officer, person_id)


def posting_row(session: Session, key: Mapping[str, Any], *, is_new: bool) -> Posting:
    """Return the row of a posting by desk, officer and first day; a new one is added."""
    if not is_new:
        return session.get_one(Posting, dict(key))
    row = Posting(**key)
    session.add(row)
    return row


def add_people(session: Session, people: Sequence[NewPerson]) -> Mapping[int, int]:
    """Add people without a badge and return by the numbers they came with those they got."""
    rows = {
        each.id: Officer(
            name=each.name, number=each.number, kind=each.kind, badge_name="", badge_number=""
        )
        for each in people
    }
    session.add_all(rows.values())
    session.flush()
    return {number: row.id for number, row in rows.items()}


def rename_person(session: Session, person: Person) -> None:
    """Write another name or kind of employment of a person."""
    row = session.get_one(Officer, person.id)
    row.name, row.kind = person.name, person.kind


def add_spans(session: Session, *, lines: Sequence[ReportingLine], posts: Sequence[Post]) -> None:
    """Add lines and posts of people who have none on their days, many by one statement."""
    for model, spans in ((KeptLine, lines), (PersonPost, posts)):
        if spans:
            session.execute(insert(model), [_columns(each) for each in spans])


def add_waiting(
    session: Session,
    person_id: int,
    *,
    change: Change,
    reason: str,
    account_id: int,
    now: datetime,
) -> PeopleChange:
    """Add a change that waits for another person, and return its row."""
    row = PeopleChange(
        kind=change.change,
        person_id=person_id,
        body=written(change),
        reason=reason,
        entered_by=account_id,
        entered_at=now,
        state=ChangeState.WAITING,
    )
    session.add(row)
    return row
