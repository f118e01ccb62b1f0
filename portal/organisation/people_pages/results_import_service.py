"""Carries a file of main indicators out, and gives what counts the way a file says it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.organisation.agency_results.queries import all_indicators
from portal.organisation.agency_results.service import add_indicators
from portal.organisation.people_pages.results_rows import (
    IndicatorFile,
    IndicatorPlan,
    indicator_cells,
    plan_indicators,
    read_indicator_file,
)
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.database import begin_write, end_read


def preview_indicator_file(session: Session, content: bytes, *, on: date) -> IndicatorPlan:
    """Return what a file would record, with the rows that are refused; changes nothing.

    :param on: the day on which the agencies that it names are in service.
    """
    # Reading a file takes long: no transaction waits for it.
    end_read(session)
    return _planned(session, read_indicator_file(content), on=on)


def record_indicator_file(
    session: Session, content: bytes, *, now: datetime, today: date
) -> IndicatorPlan:
    """Record a file without its refused rows, all of the others or none, and return them; commits.

    What counts is looked at again under the lock, so that a file that is sent twice is recorded
    once.
    """
    end_read(session)
    file = read_indicator_file(content)
    begin_write(session)
    plan = _planned(session, file, on=today)
    add_indicators(session, plan.new, now=now)
    session.commit()
    return plan


def counting_indicators(session: Session, *, on: date) -> list[tuple[str, ...]]:
    """Return the cells of what counts, of agencies in service on a day."""
    codes = {each.id: each.code for each in catalogue(session, on=on).agencies.values()}
    return indicator_cells(all_indicators(session), codes=codes)


def _planned(session: Session, file: IndicatorFile, *, on: date) -> IndicatorPlan:
    agencies = catalogue(session, on=on).agencies.values()
    return plan_indicators(
        file,
        agencies={each.code: each.id for each in agencies},
        names={each.id: each.name for each in agencies},
        recorded=all_indicators(session),
    )
