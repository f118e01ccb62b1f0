"""How far somebody is with the lesson hours (*JP*) of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.rules.training import MOST_JP_OF_CONTRACT, hours_due
from portal.evaluation.training.domain import PersonTraining, hours_of
from portal.organisation.people.domain import PersonKind
from portal.organisation.people.queries import absences_of, person


@dataclass(frozen=True, slots=True)
class HoursProgress:
    """The lesson hours of a calendar year.

    :ivar due: how many a PNS needs; None for others.
    :ivar most: how many a contract year of a PPPK may have; None for others.
    :ivar absent: days with approved absence, which lower ``due``.
    """

    year: int
    done: int
    due: int | None
    most: int | None
    absent: int

    @property
    def is_reached(self) -> bool:
        """Whether the hours of the year are there; nothing is due for who needs none."""
        return self.due is None or self.done >= self.due


def progress_of(
    session: Session, person_id: int, *, held: Sequence[PersonTraining], on: date
) -> HoursProgress:
    """Return the lesson hours of the calendar year of a day.

    Approved absence until the year's end counts as it is known on that day.

    :param held: the person's trainings.
    """
    found = person(session, person_id)
    kind = None if found is None else found.kind
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    days = (last - first).days + 1
    away = {
        date.fromordinal(day)
        for each in absences_of(session, {person_id})
        for day in range(
            max(each.starts_on, first).toordinal(),
            min(each.ends_on or last, last).toordinal() + 1,
        )
    }
    return HoursProgress(
        on.year,
        hours_of(held, year=on.year),
        due=hours_due(days=days, absent=len(away)) if kind is PersonKind.PNS else None,
        most=MOST_JP_OF_CONTRACT if kind is PersonKind.PPPK else None,
        absent=len(away),
    )
