"""Carries a file of people and lines out: people and first lines at once, others by two."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import partial
from itertools import zip_longest

from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.organisation.people import queries
from portal.organisation.people.carrying_out import (
    add_people,
    add_spans,
    add_waiting,
    rename_person,
)
from portal.organisation.people.domain import LineChange, Person, Post, PostChange
from portal.organisation.people.list_queries import all_people, people_without_number
from portal.organisation.people.reporting_lines import LineKind, ReportingLine
from portal.organisation.people.service import Hand
from portal.organisation.people_pages.import_plan import ImportPlan, RecordedPeople, plan_import
from portal.organisation.people_pages.import_posts import Places
from portal.organisation.people_pages.import_rows import (
    WRITTEN_KINDS,
    WRITTEN_LINE_KINDS,
    StaffFile,
    read_staff_file,
)
from portal.organisation.people_pages.import_shown import ShownLine
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.service import begin_change
from portal.storage.database import end_read
from portal.web.access import Act

NO_LINE = ("",) * 5
NO_POST = ("",) * 6


def preview_people(
    session: Session,
    content: bytes,
    *,
    on: date,
    own_id: int | None = None,
    meanings: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Return what a file would change, with the rows that are refused; changes nothing.

    :param on: the day on which the places that it names are in service.
    :param own_id: the record of whoever takes it in.
    :param meanings: the column of each own heading of the file.
    """
    end_read(session)
    return _planned(session, read_staff_file(content, meanings), on=on, own_id=own_id)


def shown_lines(session: Session, plan: ImportPlan) -> Sequence[ShownLine]:
    """Return the lines that a file would draw, those that change what is recorded first."""
    changing = {line.person_id for line in plan.other_lines}
    held = {
        (line.person_id, line.starts_on): known.superior_id
        for known in queries.lines_of(session, changing)
        for line in plan.other_lines
        if line.person_id == known.person_id and known.covers(line.starts_on)
    }
    lines = (*plan.other_lines, *plan.first_lines)
    known = {each for line in lines for each in (line.person_id, line.superior_id)}
    names = {each.id: each.name for each in plan.new}
    names |= {
        number: each.name
        for number, each in queries.persons(session, known | set(held.values())).items()
    }
    return [
        ShownLine(
            names[line.person_id],
            names[line.superior_id],
            line,
            names.get(held.get((line.person_id, line.starts_on), 0), "-")
            if line.person_id in changing
            else "",
        )
        for line in lines
    ]


def import_people(
    session: Session,
    content: bytes,
    *,
    reason: str,
    by: Hand,
    meanings: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Carry a file out without its refused rows, and return what was done.

    ``meanings`` gives the column of each own heading of the file.
    People and the lines of who has none yet are written at once. A line that changes what is
    recorded waits for another person, as if it had been entered.
    """
    end_read(session)
    file = read_staff_file(content, meanings)
    begin_change(session)
    plan = _planned(session, file, on=by.today, own_id=by.staff.officer_id)
    ids = add_people(session, plan.new)
    for person in plan.changed:
        rename_person(session, person)
    session.flush()
    wait = partial(add_waiting, session, reason=reason, account_id=by.staff.account_id, now=by.now)
    first, closed = _parted(session, _renamed(plan.first_lines, ids), by=by)
    add_spans(session, lines=first, posts=_renamed_posts(plan.posts.first, ids))
    for line in (*closed, *_renamed(plan.other_lines, ids)):
        wait(line.person_id, change=_line_change(line))
    for post in plan.posts.other:
        wait(post.person_id, change=_post_change(post))
    digest = hashlib.sha256(content).hexdigest()
    act = Act("people.import", "people", {"sha256": digest, "refused": len(plan.faults)})
    append(session, act, actor=Actor(by.staff.account_id, by.staff.name), now=by.now)
    session.commit()
    return plan


def export_people(session: Session, *, on: date) -> Iterator[tuple[str, ...]]:
    """Yield everybody with a staff number, their lines and posts, as the import reads them.

    :param on: the day of which the codes of places are.
    """
    people = all_people(session)
    lines = _grouped(queries.all_lines(session))
    posts = _definitive(session, {each[0] for each in people})
    superiors = queries.persons(
        session, {line.superior_id for held in lines.values() for line in held}
    )
    places = catalogue(session, on=on)
    for person_id, number, name, kind in people:
        own = (number or "", name, WRITTEN_KINDS[kind] if kind else "")
        held = [_line_cells(line, superiors[line.superior_id]) for line in lines.get(person_id, ())]
        held_posts = [_post_cells(post, places) for post in posts.get(person_id, ())]
        for line, post in zip_longest(held, held_posts, fillvalue=None):
            yield (*own, *(line or NO_LINE), *(post or NO_POST))
        if not held and not held_posts:
            yield (*own, *NO_LINE, *NO_POST)


def _line_cells(line: ReportingLine, superior: Person) -> tuple[str, ...]:
    kind, starts_on = WRITTEN_LINE_KINDS[line.kind], line.starts_on.isoformat()
    return (superior.number or "", superior.name, kind, starts_on, _last(line.ends_on))


def _post_cells(post: Post, places: Catalogue) -> tuple[str, ...]:
    agency = places.agencies[post.agency_id].code
    unit = places.units[post.unit_id].code if post.unit_id is not None else ""
    heads = "Ya" if post.is_head else "Tidak"
    return (agency, unit, post.title, heads, post.starts_on.isoformat(), _last(post.ends_on))


def _last(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _grouped(lines: Sequence[ReportingLine]) -> Mapping[int, Sequence[ReportingLine]]:
    held: dict[int, list[ReportingLine]] = {}
    for line in lines:
        held.setdefault(line.person_id, []).append(line)
    return held


def _parted(
    session: Session, lines: Sequence[ReportingLine], *, by: Hand
) -> tuple[list[ReportingLine], list[ReportingLine]]:
    """Return the lines of whose days none was evaluated, and the others.

    What many lines have in common, their days up to today, is asked once.
    """
    spans = [(line.starts_on, min(line.ends_on or by.today, by.today)) for line in lines]
    closed = {
        span
        for span in set(spans)
        if span[0] <= span[1] and by.is_evaluated(session, first=span[0], last=span[1])
    }
    dated = list(zip(lines, spans, strict=True))
    return (
        [line for line, span in dated if span not in closed],
        [line for line, span in dated if span in closed],
    )


def _places(session: Session, *, on: date) -> Places:
    """Return agencies and units in service by their codes."""
    found = catalogue(session, on=on)
    return Places(
        {each.code: each.id for each in found.agencies.values() if not each.is_retired(on)},
        {
            each.code: (each.id, each.agency_id)
            for each in found.units.values()
            if not each.is_retired(on)
        },
    )


def _definitive(session: Session, person_ids: set[int]) -> Mapping[int, Sequence[Post]]:
    found: dict[int, list[Post]] = {}
    for post in queries.posts_of(session, person_ids):
        if post.kind == LineKind.DEFINITIVE:
            found.setdefault(post.person_id, []).append(post)
    return found


def _planned(
    session: Session, file: StaffFile, *, on: date, own_id: int | None = None
) -> ImportPlan:
    numbers = {row.number for row in file.rows} | {row.superior_number for row in file.rows}
    known = queries.persons_by_number(session, numbers - {""})
    unnumbered = people_without_number(session)
    recorded = RecordedPeople(
        people=queries.persons(session, set(known.values())),
        numbers=known,
        unnumbered=unnumbered,
        lines=queries.all_lines(session),
        places=_places(session, on=on),
        posts=_definitive(session, set(known.values())),
        own_id=own_id,
    )
    return replace(plan_import(file.rows, recorded, faults=file.faults), unread=file.unread)


def _renamed(lines: Sequence[ReportingLine], ids: Mapping[int, int]) -> Sequence[ReportingLine]:
    return [
        replace(
            line,
            person_id=ids.get(line.person_id, line.person_id),
            superior_id=ids.get(line.superior_id, line.superior_id),
        )
        for line in lines
    ]


def _renamed_posts(posts: Sequence[Post], ids: Mapping[int, int]) -> Sequence[Post]:
    return [replace(post, person_id=ids.get(post.person_id, post.person_id)) for post in posts]


def _line_change(line: ReportingLine) -> LineChange:
    return LineChange(line.superior_id, line.kind, line.starts_on, line.ends_on)


def _post_change(post: Post) -> PostChange:
    own = {each.name: getattr(post, each.name) for each in fields(post)}
    person_fields = {"person_id", "kind"}
    values = {name: value for name, value in own.items() if name not in person_fields}
    return PostChange(kind=LineKind(post.kind), **values)
