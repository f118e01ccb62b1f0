"""Counting a half-year's complaints for the public, once, when its day has come."""

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.intake.models import Complaint
from portal.complaints.published.count_queries import CountWindow, counts_by_addressee
from portal.complaints.published.domain import CountLine, Counts, for_public
from portal.complaints.published.halves import HalfYear, due_half_years, half_year_code
from portal.complaints.published.models import CountedHalfYear
from portal.organisation.calendar.queries import working_days
from portal.organisation.places import catalogue_queries
from portal.storage.database import begin_write


def count_half_years(session: Session, *, today: date) -> int:
    """Count every half-year whose day has come and that was not counted; return how many."""
    begin_write(session)
    first = session.scalar(select(func.min(Complaint.received_on)))
    counted = set(session.scalars(select(CountedHalfYear.period)))
    due = [] if first is None else list(due_half_years(first, today=today))
    new = [each for each in due if half_year_code(each) not in counted]
    for each in new:
        lines = for_public(_counts(session, each, today=today))
        code = half_year_code(each)
        session.add(CountedHalfYear(period=code, counted_on=today, lines=_written(lines)))
    session.commit()
    return len(new)


def _counts(session: Session, half_year: HalfYear, *, today: date) -> dict[int | None, Counts]:
    """Return the counts of every agency there was, by name, and of the inspectorate last."""
    window = CountWindow(half_year.first_day, half_year.following.first_day)
    calendar = working_days(session, first=window.first, last=today)
    found = counts_by_addressee(session, window, today=today, calendar=calendar)
    places = catalogue_queries.catalogue(session, on=half_year.first_day)
    there = [
        agency
        for agency in places.agencies.values()
        if agency.id in found or not agency.is_retired(places.on)
    ]
    there.sort(key=lambda agency: agency.name)
    keys: list[int | None] = [*(agency.id for agency in there), None]
    return {key: found.get(key, Counts()) for key in keys}


def _written(lines: tuple[CountLine, ...]) -> str:
    return json.dumps([asdict(line) for line in lines], sort_keys=True)
