"""Of whom desks, post or superior became others in a month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.organisation.people.domain import Post
from portal.organisation.people.models import Posting
from portal.organisation.people.queries import lines_of, posts_of
from portal.organisation.people.reporting_lines import LineKind, ReportingLine

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeskSpan:
    """An officer serves at a desk from ``starts_on`` to ``ends_on``, both inclusive."""

    desk_id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class OfficerHistory:
    """Everything dated of one officer; posts and lines of every kind."""

    lines: Sequence[ReportingLine] = ()
    posts: Sequence[Post] = ()
    desks: Sequence[DeskSpan] = ()


def parting_days(record: OfficerHistory, *, first: date, last: date) -> tuple[date, ...]:
    """Return the days from ``first`` to ``last`` on which desks, post or superior are others.

    Each is the first day of what is new. Recording a first post or superior changes nothing, and
    neither does a *Plh*, who never rates: the line before goes on.
    """
    spans: Iterable[ReportingLine | Post | DeskSpan] = [
        *record.lines,
        *_definitive(record.posts),
        *record.desks,
    ]
    begun = {each.starts_on for each in spans}
    ended = {each.ends_on + DAY for each in spans if each.ends_on is not None}
    days = sorted(day for day in begun | ended if first <= day <= last)
    return tuple(day for day in days if _is_parted(record, day))


def _definitive(posts: Iterable[Post]) -> list[Post]:
    return [each for each in posts if each.kind == LineKind.DEFINITIVE]


def _covers(span: Post | DeskSpan, day: date) -> bool:
    return span.starts_on <= day and (span.ends_on is None or day <= span.ends_on)


def _is_parted(record: OfficerHistory, day: date) -> bool:
    before, after = _state(record, day - DAY), _state(record, day)
    return any(was is not None and was != now for was, now in zip(before, after, strict=True))


def _state(record: OfficerHistory, day: date) -> tuple[object, object, object]:
    """Return superior, post and desks of a day; None for what nobody recorded."""
    posts = [
        (each.agency_id, each.unit_id, each.title)
        for each in _definitive(record.posts)
        if _covers(each, day)
    ]
    desks = frozenset(each.desk_id for each in record.desks if _covers(each, day))
    return _superior(record.lines, day), posts[0] if posts else None, desks or None


def _superior(lines: Collection[ReportingLine], day: date) -> int | None:
    """Return who rates on a day; while a *Plh* stands in, who did last."""
    rating = [each for each in lines if each.kind is not LineKind.DAILY_ACTING]
    current = [each for each in rating if each.covers(day)]
    if not current and any(each.covers(day) for each in lines):
        earlier = [each for each in rating if each.starts_on <= day]
        current = sorted(earlier, key=lambda each: each.starts_on)[-1:]
    return current[0].superior_id if current else None


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
        record = OfficerHistory(lines.get(officer, []), posts.get(officer, []), spans)
        days = parting_days(record, first=first, last=last)
        if days:
            found[officer] = days
    return found


def _by_person(rows: Iterable[Dated]) -> Mapping[int, list[Dated]]:
    found: defaultdict[int, list[Dated]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
