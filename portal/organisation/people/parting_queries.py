"""Of whom desks, post or superior became others in a month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.organisation.people.models import Posting
from portal.organisation.people.parting import DeskSpan, ServiceRecord, parting_days
from portal.organisation.people.queries import lines_of, posts_of


class OfPerson(Protocol):
    """Something dated of a person."""

    @property
    def person_id(self) -> int:
        """The internal number."""


Dated = TypeVar("Dated", bound=OfPerson)


def parted_officers(session: Session, *, first: date, last: date) -> Mapping[int, tuple[date, ...]]:
    """Return whose figures are parted from ``first`` to ``last``, and on which days.

    Asked of officers with a desk on one of these days or the day before; others get no answers.
    """
    desks: defaultdict[int, list[DeskSpan]] = defaultdict(list)
    served = select(Posting.officer_id).where(
        Posting.starts_on <= last, or_(Posting.ends_on.is_(None), Posting.ends_on >= first)
    )
    for row in session.scalars(select(Posting).where(Posting.officer_id.in_(served))):
        desks[row.officer_id].append(DeskSpan(row.desk_id, row.starts_on, row.ends_on))
    ids = set(desks)
    lines, posts = _by_person(lines_of(session, ids)), _by_person(posts_of(session, ids))
    found = {}
    for officer, spans in sorted(desks.items()):
        record = ServiceRecord(lines.get(officer, []), posts.get(officer, []), spans)
        days = parting_days(record, first=first, last=last)
        if days:
            found[officer] = days
    return found


def _by_person(rows: Iterable[Dated]) -> Mapping[int, list[Dated]]:
    found: defaultdict[int, list[Dated]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
