"""Exports of trainings: a table for the training office, days for a calendar.

Neither says why somebody is trained: a shared phone or a list on a wall tells no weak point.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from portal.evaluation.training.domain import ON_DAYS, PersonTraining
from portal.time.calendar_file import CalendarDays, calendar_file

HEADINGS = ("Nama", "NIP", "Topik", "Penyelenggara", "JP", "Mulai", "Selesai", "Keadaan")
TITLE = "Pelatihan"


def office_rows(
    trainings: Iterable[PersonTraining],
    *,
    people: Mapping[int, tuple[str, str]],
    states: Mapping[str, str],
) -> Iterable[tuple[str, ...]]:
    """Give a row for each training, as the training office needs it.

    :param people: name and staff number.
    :param states: what each state is called.
    """
    for each in trainings:
        name, number = people[each.person_id]
        yield (
            name,
            number,
            each.topic.name,
            each.topic.provider,
            str(each.hours or each.topic.hours),
            "" if each.starts_on is None else each.starts_on.isoformat(),
            "" if each.ends_on is None else each.ends_on.isoformat(),
            states[each.state],
        )


def calendar_of(trainings: Iterable[PersonTraining], *, now: datetime) -> str:
    """Return the days of planned trainings as a calendar (RFC 5545), titled "Pelatihan" only.

    :param now: in UTC.
    """
    planned = (
        CalendarDays(f"pelatihan-{each.id}", each.starts_on, each.ends_on, TITLE)
        for each in trainings
        if each.state in ON_DAYS and each.starts_on is not None and each.ends_on is not None
    )
    return calendar_file(planned, title=TITLE, now=now)
