"""Queries on the people whose daily progress a file holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.official.activity_deciding import DayOf, RecordedActivities
from portal.evaluation.official.activity_rows import OfficialActivity
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import uncovered
from portal.evaluation.rules.deadlines import DAY_RULES
from portal.evaluation.work import queries as work
from portal.evaluation.work.domain import Activity, DayFault, WorkDays
from portal.organisation.calendar.queries import working_days
from portal.organisation.people import queries as people
from portal.organisation.people.reporting_lines import LineKind

# Holidays this far around today decide about days that are open.
_AROUND = timedelta(days=120)


def days_around(session: Session, today: date) -> WorkDays:
    """Return the city's working days around a day, with the rules of its cycle."""
    cycle = cycles.cycle_on(session, today)
    rules = DAY_RULES if cycle is None else cycles.rules_of(session, cycle).rules.days
    calendar = working_days(session, first=today - _AROUND, last=today + _AROUND)
    return WorkDays(today, calendar.includes, rules)


def recorded_activities(
    session: Session,
    rows: Sequence[OfficialActivity],
    *,
    known: Mapping[str, int],
    own: int | None,
    days: WorkDays,
) -> RecordedActivities:
    """Return what is recorded for a part of a file.

    :param own: whose the rows without a staff number are.
    """
    ids = {known[row.number] for row in rows if row.number in known} | ({own} - {None})
    people_ids = {each for each in ids if each is not None}
    dates = [row.done_on for row in rows]
    held: defaultdict[int, list[Activity]] = defaultdict(list)
    if dates and people_ids:
        for each in work.activities_between(session, people_ids, first=min(dates), last=max(dates)):
            held[each.person_id].append(each)
    results = {each: plans.results_in_force(session, each) for each in people_ids}
    return RecordedActivities(known, results, held, _day_faults(session, people_ids, days=days))


def _day_faults(session: Session, person_ids: Collection[int], *, days: WorkDays) -> DayOf:
    spans: defaultdict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for post in people.posts_of(session, person_ids):
        if post.kind == LineKind.DEFINITIVE:
            spans[post.person_id].append((post.starts_on, post.ends_on))

    def fault_of(person_id: int, day: date) -> DayFault | None:
        if uncovered(spans[person_id], starts_on=day, ends_on=day) is not None:
            return DayFault.NO_POST
        return days.fault_of(day)

    return fault_of
