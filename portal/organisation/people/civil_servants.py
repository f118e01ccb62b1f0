"""Who is evaluated on a day: the civil servants of the city or of an agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.organisation.people.domain import PersonKind
from portal.organisation.people.models import Officer, PersonPost
from portal.organisation.people.reporting_lines import LineKind
from portal.storage.joint_reading import Asking, Question, asked


@dataclass(frozen=True, slots=True)
class HeldUnit:
    """Who heads what; ``unit_id`` None for the agency itself."""

    person_id: int
    agency_id: int
    unit_id: int | None


def evaluated_people(session: Session, *, on: date, agency_id: int | None = None) -> Sequence[int]:
    """Return who is evaluated on a day: civil servants with a definitive post, not retired.

    :param agency_id: where the post is; None for the whole city.
    """
    query = (
        select(Officer.id)
        .join(PersonPost, PersonPost.person_id == Officer.id)
        .where(
            PersonPost.kind == LineKind.DEFINITIVE,
            PersonPost.starts_on <= on,
            or_(PersonPost.ends_on.is_(None), PersonPost.ends_on >= on),
            or_(Officer.kind.is_(None), Officer.kind != PersonKind.OTHER),
            or_(Officer.retired_on.is_(None), Officer.retired_on > on),
        )
        .order_by(Officer.id)
    )
    if agency_id is not None:
        query = query.where(PersonPost.agency_id == agency_id)
    return session.scalars(query).all()


@asked()
def _headed_by(person_id: Any, on: Any) -> Question:
    return _heads_on(on).where(PersonPost.person_id == person_id)


def ask_units_of(person_id: int, *, on: date) -> Asking[Sequence[HeldUnit]]:
    """Ask which units and agencies somebody heads on a day; nothing for who is retired."""
    (rows,) = yield [_headed_by(person_id=person_id, on=on)]
    return [
        HeldUnit(row.person_id, row.agency_id, row.unit_id)
        for row in sorted(rows, key=lambda row: row.id)
    ]


def heads_on(session: Session, *, on: date) -> Sequence[HeldUnit]:
    """Return who heads a unit or an agency on a day and is not retired, lowest number first."""
    query = _heads_on(on).order_by(PersonPost.person_id, PersonPost.id)
    return [HeldUnit(row.person_id, row.agency_id, row.unit_id) for row in session.execute(query)]


def _heads_on(on: date) -> Question:
    post = PersonPost
    return (
        select(post.id, post.person_id, post.agency_id, post.unit_id)
        .join(Officer, Officer.id == post.person_id)
        .where(
            post.is_head,
            post.starts_on <= on,
            or_(post.ends_on.is_(None), post.ends_on >= on),
            or_(Officer.retired_on.is_(None), Officer.retired_on > on),
        )
    )
