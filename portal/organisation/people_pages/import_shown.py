"""What the preview of a file names: whose superior becomes whom, and numbers that look wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.staff.staff_number_checks import NumberDoubt, doubts_about
from portal.organisation.people import queries
from portal.organisation.people.domain import NewPerson
from portal.organisation.people.reporting_lines import ReportingLine
from portal.organisation.people_pages.import_plan import ImportPlan


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line that a file would draw, with names.

    :ivar before: the superior of its first day so far; empty for a first line.
    """

    person: str
    superior: str
    line: ReportingLine
    before: str = ""


def doubtful_numbers(
    people: Sequence[NewPerson], *, today: date
) -> Sequence[tuple[NewPerson, tuple[NumberDoubt, ...]]]:
    """Return the new people whose number looks wrong, with what does; they are not refused."""
    found = ((each, doubts_about(each.number, today=today)) for each in people)
    return [(each, doubts) for each, doubts in found if doubts]


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
