"""On which days an officer's desks, post or superior become others, so that figures are parted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.organisation.people.domain import Post
from portal.organisation.people.reporting_lines import LineKind, ReportingLine

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeskSpan:
    """An officer serves at a desk from ``starts_on`` to ``ends_on``, both inclusive."""

    desk_id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """Everything dated of one officer; posts and lines of every kind."""

    lines: Sequence[ReportingLine] = ()
    posts: Sequence[Post] = ()
    desks: Sequence[DeskSpan] = ()


def parting_days(record: ServiceRecord, *, first: date, last: date) -> tuple[date, ...]:
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


def _is_parted(record: ServiceRecord, day: date) -> bool:
    before, after = _state(record, day - DAY), _state(record, day)
    return any(was is not None and was != now for was, now in zip(before, after, strict=True))


def _state(record: ServiceRecord, day: date) -> tuple[object, object, object]:
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
