"""New people of a file whose staff number looks wrong: shown before the import, never refused."""

from collections.abc import Sequence
from datetime import date

from portal.accounts.staff.staff_number_checks import NumberDoubt, doubts_about
from portal.organisation.people.domain import NewPerson


def doubtful_numbers(
    people: Sequence[NewPerson], *, today: date
) -> Sequence[tuple[NewPerson, tuple[NumberDoubt, ...]]]:
    """Return the new people whose number looks wrong, with what does; they are not refused."""
    found = ((each, doubts_about(each.number, today=today)) for each in people)
    return [(each, doubts) for each, doubts in found if doubts]
