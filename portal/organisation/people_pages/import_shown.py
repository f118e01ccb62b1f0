"""Preview of a file of people: who gets which superior, and numbers that look wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.staff.staff_number_checks import NumberDoubt, doubts_about
from portal.organisation.people.domain import NewPerson
from portal.organisation.people.reporting_lines import ReportingLine


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
