"""Who has no superior any more because the last one left, and whom somebody led on which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.staff.list_queries import agencies_coordinated_by, locked_out_officers
from portal.organisation.people.asked_queries import covers
from portal.organisation.people.domain import PersonKind
from portal.organisation.people.models import KeptLine, KeptRelation, Officer, PersonPost
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people.standing import RATING_KINDS, RelationKind
from portal.storage.joint_reading import Asking, Question, asked

_Superior = aliased(Officer)
_Holder = aliased(Officer)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Somebody in service whose superior left, with nobody in the place.

    :ivar superior: the name; None where the line ended.
    :ivar left_on: the day on which the superior retired; None where only the account was closed,
        or the line ended.
    """

    person_id: int
    name: str
    agency_id: int
    superior: str | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class LedSpan:
    """Days on which somebody rated a person, both inclusive; None has no end."""

    person_id: int
    name: str
    starts_on: date
    ends_on: date | None

    def covers(self, on: date) -> bool:
        """Return whether a day is one of them."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def left_behind(session: Session, *, on: date, agency_id: int | None) -> Sequence[LeftBehind]:
    """Return who has no superior any more on a day, by name.

    :param agency_id: where the person serves; None for the city.
    """
    only = () if agency_id is None else (PersonPost.agency_id == agency_id,)
    return _left_from(session.execute(_left_behind(on, *only)).all())


@asked()
def _own_left(person_id: Any, on: Any) -> Question:
    return _left_behind(on, Officer.id == person_id)


@asked()
def _coordinated_left(person_id: Any, on: Any) -> Question:
    return _left_behind(on, PersonPost.agency_id.in_(agencies_coordinated_by(person_id)))


@asked()
def _led_by_line(*, superior_id: Any, first: Any, on: Any) -> Question:
    line = KeptLine
    return (
        select(line.id, line.person_id, Officer.name, line.starts_on, line.ends_on)
        .join(Officer, Officer.id == line.person_id)
        .where(
            line.superior_id == superior_id,
            line.kind.in_(sorted(RATING_KINDS)),
            line.starts_on < on,
            or_(line.ends_on.is_(None), line.ends_on >= first),
        )
    )


@asked()
def _led_as_substitute(*, superior_id: Any, first: Any, on: Any) -> Question:
    named = KeptRelation
    person = named.about_id.label("person_id")
    return (
        select(named.id, person, Officer.name, named.starts_on, named.ends_on)
        .join(Officer, Officer.id == named.about_id)
        .where(
            named.holder_id == superior_id,
            named.kind == RelationKind.SUBSTITUTE_APPRAISER,
            named.starts_on < on,
            or_(named.ends_on.is_(None), named.ends_on >= first),
        )
    )


def ask_left_behind(
    person_id: int, *, on: date
) -> Asking[tuple[Sequence[LeftBehind], Sequence[LeftBehind]]]:
    """Ask whether somebody's own superior left, and whose did in an agency they coordinate."""
    own, theirs = yield [
        _own_left(person_id=person_id, on=on),
        _coordinated_left(person_id=person_id, on=on),
    ]
    return _left_from(own), _left_from(theirs)


def ask_led(superior_id: int, *, first: date, on: date) -> Asking[Sequence[LedSpan]]:
    """Ask whom somebody rated on any day from ``first`` until before ``on``."""
    values = {"superior_id": superior_id, "first": first, "on": on}
    lines, substitutes = yield [_led_by_line(**values), _led_as_substitute(**values)]
    return [
        LedSpan(row.person_id, row.name, row.starts_on, row.ends_on)
        for row in (*lines, *substitutes)
    ]


def _left_from(rows: Sequence[Any]) -> Sequence[LeftBehind]:
    return [
        LeftBehind(row.id, row.name, row.agency_id, row.superior, row.retired_on)
        for row in sorted(rows, key=lambda row: (row.name.casefold(), row.id))
    ]


def _left_behind(on: date, *only: ColumnElement[bool]) -> Question:
    """Ask for civil servants in service without a superior in service, who had one."""
    post, line, earlier = PersonPost, KeptLine, aliased(KeptLine)
    is_led = and_(line.person_id == Officer.id, covers(line.starts_on, line.ends_on, on=on))
    had_one = exists().where(earlier.person_id == Officer.id, earlier.ends_on < on)
    is_gone = or_(_Superior.retired_on <= on, _Superior.id.in_(locked_out_officers()))
    return (
        select(
            Officer.id,
            Officer.name,
            post.agency_id,
            _Superior.name.label("superior"),
            _Superior.retired_on,
        )
        .join(post, post.person_id == Officer.id)
        .outerjoin(line, is_led)
        .outerjoin(_Superior, _Superior.id == line.superior_id)
        .where(
            post.kind == LineKind.DEFINITIVE,
            covers(post.starts_on, post.ends_on, on=on),
            or_(Officer.kind.is_(None), Officer.kind != PersonKind.OTHER),
            or_(Officer.retired_on.is_(None), Officer.retired_on > on),
            or_(is_gone, and_(line.id.is_(None), had_one)),
            ~_is_substituted(on),
            *only,
        )
    )


def _is_substituted(on: date) -> ColumnElement[bool]:
    """Return whether somebody in service was named to rate the person instead."""
    named = KeptRelation
    return (
        exists()
        .where(
            named.about_id == Officer.id,
            named.kind == RelationKind.SUBSTITUTE_APPRAISER,
            covers(named.starts_on, named.ends_on, on=on),
            _Holder.id == named.holder_id,
            or_(_Holder.retired_on.is_(None), _Holder.retired_on > on),
            _Holder.id.not_in(locked_out_officers()),
        )
        .correlate(Officer)
    )
