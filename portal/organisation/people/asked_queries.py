"""Questions about people that a page asks in one statement with those of other features."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.organisation.people.domain import Absence, AbsenceKind, Person, PersonKind
from portal.organisation.people.models import KeptAbsence, KeptLine, KeptRelation, Officer
from portal.organisation.people.reporting_lines import LineKind, ReportingLine
from portal.organisation.people.standing import (
    RelationKind,
    StaffRelation,
    StandingKind,
    StandingOnDay,
    standing,
)
from portal.storage.joint_reading import Asking, Question, asked


@asked("person_ids")
def persons_asked(person_ids: Any) -> Question:
    """Ask for the people with these internal numbers."""
    columns = (Officer.id, Officer.name, Officer.number, Officer.kind, Officer.retired_on)
    return select(*columns).where(Officer.id.in_(person_ids))


def ask_persons(person_ids: Collection[int]) -> Asking[Mapping[int, Person]]:
    """Ask for the people with these internal numbers, in order of name."""
    (rows,) = yield [persons_asked(person_ids=person_ids)]
    return {
        row.id: Person(
            id=row.id,
            name=row.name,
            number=row.number,
            kind=None if row.kind is None else PersonKind(row.kind),
            retired_on=row.retired_on,
        )
        for row in sorted(rows, key=lambda row: (row.name.casefold(), row.id))
    }


def ask_standing_of_superior(
    day: date, *, superior_id: int, since: date | None = None
) -> Asking[StandingOnDay]:
    """Ask for the standing of everybody who may be one of a superior's people on a day.

    ``people_of(superior_id)`` of the answer lists them, ``delegated_to(superior_id)`` those whose
    work the superior looks at for others; who heads a unit is not asked.
    """
    (below,) = yield [_below(superior_id=superior_id, day=day)]
    return (yield from ask_standing({*(row.id for row in below), superior_id}, on=day, since=since))


def ask_standing(
    person_ids: Collection[int], *, on: date, since: date | None = None
) -> Asking[StandingOnDay]:
    """Ask who is what to these people on a day, and to everybody above them, heads excepted."""
    lines, relations = yield [
        lines_above_asked(person_ids=person_ids),
        relations_above_asked(person_ids=person_ids, on=on),
    ]
    return standing(lines_from(lines), relations_from(relations), on=on, since=since)


def lines_where(condition: ColumnElement[bool]) -> Question:
    """Return a query for the reporting lines of which a condition is true."""
    line = KeptLine
    return select(line.person_id, line.superior_id, line.starts_on, line.ends_on, line.kind).where(
        condition
    )


def lines_from(rows: Sequence[Any]) -> Sequence[ReportingLine]:
    """Return the lines of rows, each person's in order of time."""
    return [
        ReportingLine(
            row.person_id, row.superior_id, row.starts_on, row.ends_on, LineKind(row.kind)
        )
        for row in sorted(rows, key=lambda row: (row.person_id, row.starts_on))
    ]


def relations_of(people: Select[tuple[int]], *, on: date) -> Question:
    """Return a query for what is declared or recorded of these people and holds on a day."""
    kept = KeptRelation
    return select(kept.kind, kept.holder_id, kept.about_id, kept.starts_on, kept.ends_on).where(
        or_(kept.about_id.in_(people), kept.holder_id.in_(people)),
        covers(kept.starts_on, kept.ends_on, on=on),
    )


def relations_from(rows: Sequence[Any]) -> Sequence[StaffRelation]:
    """Return the relations of rows."""
    return [
        StaffRelation(
            RelationKind(row.kind), row.holder_id, row.about_id, row.starts_on, row.ends_on
        )
        for row in rows
    ]


@asked("person_ids")
def lines_above_asked(person_ids: Any) -> Question:
    """Ask for the lines of these people and of everybody above them."""
    return lines_where(KeptLine.person_id.in_(and_above(person_ids)))


@asked("person_ids")
def relations_above_asked(person_ids: Any, on: Any) -> Question:
    """Ask for what is declared of these people and everybody above them, and holds on a day."""
    return relations_of(and_above(person_ids), on=on)


@asked("person_ids")
def absences_asked(person_ids: Any) -> Question:
    """Ask for all absences of these people."""
    kept = KeptAbsence
    return select(kept.person_id, kept.kind, kept.starts_on, kept.ends_on).where(
        kept.person_id.in_(person_ids)
    )


def absences_from(rows: Sequence[Any]) -> Sequence[Absence]:
    """Return the absences of rows, each person's in order of time."""
    return [
        Absence(row.person_id, AbsenceKind(row.kind), row.starts_on, row.ends_on)
        for row in sorted(rows, key=lambda row: (row.person_id, row.starts_on))
    ]


def and_above(person_ids: Collection[int]) -> Select[tuple[int]]:
    """Return the people and everybody who ever stood above them in a line."""
    above = select(Officer.id).where(Officer.id.in_(person_ids)).cte(recursive=True)
    above = above.union(select(KeptLine.superior_id).join(above, KeptLine.person_id == above.c.id))
    return select(above.c.id)


def covers(
    starts: InstrumentedAttribute[date], ends: InstrumentedAttribute[date | None], *, on: date
) -> ColumnElement[bool]:
    """Return whether a day lies within a span; both ends are inclusive."""
    return and_(starts <= on, or_(ends.is_(None), ends >= on))


@asked()
def _below(superior_id: Any, day: Any) -> Question:
    """Ask who is below somebody, or below a superior for whom they look at work."""
    kept = KeptRelation
    holds = covers(kept.starts_on, kept.ends_on, on=day)
    delegating = select(kept.about_id).where(
        kept.holder_id == superior_id, kept.kind == RelationKind.DELEGATE, holds
    )
    own = select(Officer.id.label("id")).where(Officer.id == superior_id)
    superiors = own.union(delegating).subquery()
    line = select(KeptLine.person_id.label("id")).where(
        KeptLine.superior_id.in_(select(superiors.c.id)),
        covers(KeptLine.starts_on, KeptLine.ends_on, on=day),
    )
    named = select(kept.about_id.label("id")).where(
        kept.holder_id.in_(select(superiors.c.id)),
        kept.kind == RelationKind.SUBSTITUTE_APPRAISER,
        holds,
    )
    either = line.union(named).subquery()
    return select(either.c.id)


def may_be_two_steps_below(superior_id: int, *, on: date) -> Select[tuple[int]]:
    """Return a query for the people whose superior's superior somebody may be on a day.

    By lines alone, or named for them; ``ask_two_steps_below`` says of whom it is true.
    """
    named = select(KeptRelation.about_id).where(
        KeptRelation.holder_id == superior_id,
        KeptRelation.kind == RelationKind.SUBSTITUTE_DECIDER,
        KeptRelation.starts_on <= on,
        or_(KeptRelation.ends_on.is_(None), KeptRelation.ends_on >= on),
    )
    line = select(KeptLine.person_id).where(
        KeptLine.superior_id.in_(_standing_below(superior_id, on=on)),
        KeptLine.starts_on <= on,
        or_(KeptLine.ends_on.is_(None), KeptLine.ends_on >= on),
    )
    either = line.union(named).subquery()
    return select(either.c[0])


def ask_two_steps_below(
    superior_id: int, *, among: Collection[int], on: date
) -> Asking[frozenset[int]]:
    """Ask of which of these people somebody is the superior's superior on a day."""
    if not among:
        return frozenset()
    standing = yield from ask_standing(among, on=on)
    above = StandingKind.APPRAISERS_SUPERIOR
    return frozenset(each for each in among if superior_id in standing.holders(above, about=each))


def _standing_below(superior_id: int, *, on: date) -> Select[tuple[int]]:
    """Return who stands below somebody by a line or by name."""
    line = select(KeptLine.person_id).where(
        KeptLine.superior_id == superior_id,
        KeptLine.starts_on <= on,
        or_(KeptLine.ends_on.is_(None), KeptLine.ends_on >= on),
    )
    named = select(KeptRelation.about_id).where(
        KeptRelation.holder_id == superior_id,
        KeptRelation.kind == RelationKind.SUBSTITUTE_APPRAISER,
        KeptRelation.starts_on <= on,
        or_(KeptRelation.ends_on.is_(None), KeptRelation.ends_on >= on),
    )
    either = line.union(named).subquery()
    return select(either.c[0])
