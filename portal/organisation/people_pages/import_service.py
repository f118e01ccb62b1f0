"""Carries a file of people and lines out: people and first lines at once, others by two."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.organisation.people import queries
from portal.organisation.people.change_models import PeopleChange
from portal.organisation.people.changes import ChangeState, LineChange, written
from portal.organisation.people.list_queries import all_people, people_without_number
from portal.organisation.people.models import KeptLine
from portal.organisation.people.officer_models import Officer
from portal.organisation.people.reporting_lines import ReportingLine
from portal.organisation.people.service import Hand
from portal.organisation.people_pages.import_plan import ImportPlan, Recorded, plan_import
from portal.organisation.people_pages.import_rows import (
    WRITTEN_KINDS,
    WRITTEN_LINE_KINDS,
    StaffFile,
    read_staff_file,
)
from portal.organisation.places.service import begin_change
from portal.storage.database import end_read
from portal.web.access import Act


def preview_people(session: Session, content: bytes) -> ImportPlan:
    """Return what a file would change, with the rows that are refused; changes nothing."""
    end_read(session)
    return _planned(session, read_staff_file(content))


def import_people(session: Session, content: bytes, *, reason: str, by: Hand) -> ImportPlan:
    """Carry a file out without its refused rows, and return what was done.

    People and the lines of who has none yet are written at once. A line that changes what is
    recorded waits for another person, as if it had been entered.
    """
    end_read(session)
    file = read_staff_file(content)
    begin_change(session)
    plan = _planned(session, file)
    ids = _add_people(session, plan)
    for person in plan.changed:
        row = session.get_one(Officer, person.id)
        row.name, row.kind = person.name, person.kind
    session.flush()
    for line in _renamed(plan.first_lines, ids):
        is_open = _is_open(session, line, by=by)
        session.add(_kept(line) if is_open else _waiting(line, reason=reason, by=by))
    session.add_all(
        _waiting(line, reason=reason, by=by) for line in _renamed(plan.other_lines, ids)
    )
    digest = hashlib.sha256(content).hexdigest()
    act = Act("people.import", "people", {"sha256": digest, "refused": len(plan.faults)})
    append(session, act, actor=Actor(by.staff.account_id, by.staff.name), now=by.now)
    session.commit()
    return plan


def export_people(session: Session) -> Iterator[tuple[str, ...]]:
    """Yield everybody with a staff number and their lines, as the import reads them."""
    people = {each[0]: each for each in all_people(session)}
    lines = queries.all_lines(session)
    superiors = queries.persons(session, {line.superior_id for line in lines})
    held: dict[int, list[ReportingLine]] = {}
    for line in lines:
        held.setdefault(line.person_id, []).append(line)
    for person_id, number, name, kind in people.values():
        own = (number or "", name, WRITTEN_KINDS[kind] if kind else "")
        for line in held.get(person_id, ()):
            superior = superiors[line.superior_id]
            ends_on = line.ends_on.isoformat() if line.ends_on else ""
            starts_on, line_kind = line.starts_on.isoformat(), WRITTEN_LINE_KINDS[line.kind]
            yield (*own, superior.number or "", superior.name, line_kind, starts_on, ends_on)
        if person_id not in held:
            yield (*own, "", "", "", "", "")


def _is_open(session: Session, line: ReportingLine, *, by: Hand) -> bool:
    """Return whether the person was evaluated for none of the line's days."""
    last = min(line.ends_on or by.today, by.today)
    return line.starts_on > last or not by.is_evaluated(
        session, line.person_id, first=line.starts_on, last=last
    )


def _planned(session: Session, file: StaffFile) -> ImportPlan:
    numbers = {row.number for row in file.rows} | {row.superior_number for row in file.rows}
    known = queries.persons_by_number(session, numbers - {""})
    unnumbered = people_without_number(session)
    recorded = Recorded(
        people=queries.persons(session, set(known.values())),
        numbers=known,
        unnumbered=unnumbered,
        lines=queries.all_lines(session),
    )
    return plan_import(file.rows, recorded, faults=file.faults)


def _add_people(session: Session, plan: ImportPlan) -> Mapping[int, int]:
    """Add the new people and return the internal numbers that stand for those of the plan."""
    rows = {
        each.id: Officer(
            name=each.name, number=each.number, kind=each.kind, badge_name="", badge_number=""
        )
        for each in plan.new
    }
    session.add_all(rows.values())
    session.flush()
    return {number: row.id for number, row in rows.items()}


def _renamed(lines: Sequence[ReportingLine], ids: Mapping[int, int]) -> Sequence[ReportingLine]:
    return [
        replace(
            line,
            person_id=ids.get(line.person_id, line.person_id),
            superior_id=ids.get(line.superior_id, line.superior_id),
        )
        for line in lines
    ]


def _kept(line: ReportingLine) -> KeptLine:
    return KeptLine(
        person_id=line.person_id,
        superior_id=line.superior_id,
        kind=line.kind,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
    )


def _waiting(line: ReportingLine, *, reason: str, by: Hand) -> PeopleChange:
    change = LineChange(line.superior_id, line.kind, line.starts_on, line.ends_on)
    return PeopleChange(
        kind=change.change,
        person_id=line.person_id,
        body=written(change),
        reason=reason,
        entered_by=by.staff.account_id,
        entered_at=by.now,
        state=ChangeState.WAITING,
    )
