"""On which days the figures of officers are parted: kept month by month, as releases go out."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people.parting_queries import parted_officers
from portal.publication.figures.encoding import Unreadable, restored
from portal.publication.releases.leaving_out import kept_of_month
from portal.time.months import first_day, month_after

Parted = Mapping[int, tuple[date, ...]]


def parted_until(session: Session, period: str) -> Parted:
    """Return whose figures are parted on which days of the year, up to the end of a month.

    The days of earlier months are those that their releases went by: a change that is entered
    late must not cut a span that was shown, or two spans would tell the difference.
    """
    before = month_after(period, months=-1)
    found = dict(_kept(session, before)) if before[:4] == period[:4] else {}
    last = first_day(month_after(period)) - timedelta(days=1)
    for officer, days in parted_officers(session, first=first_day(period), last=last).items():
        found[officer] = (*found.get(officer, ()), *days)
    return found


def _kept(session: Session, period: str) -> Parted:
    text = kept_of_month(session, period)
    if text is None:
        return {}
    try:
        kept: Any = json.loads(text)
        found: Parted = restored(Mapping[int, tuple[date, ...]], kept.get("parted", {}))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return found
