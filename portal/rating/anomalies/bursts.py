"""Looks for hours in which a desk received more open ratings than chance explains."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.queries import opening_hours
from portal.rating.answers.channels import Channel
from portal.rating.mixing.anomaly_queries import desk_totals
from portal.rating.mixing.anomaly_rules import AnomalyKind
from portal.rating.mixing.noting import Noticed, note_anomaly
from portal.storage.database import begin_write
from portal.time.months import month_of, months_back

MONTHS = 3
WEEKS_PER_MONTH = 52 / 12
# A desk without a history, or with hardly any, is expected to receive this much in an hour.
LEAST_PER_HOUR = 0.5
SECONDS_PER_HOUR = 3600
USUAL_WEEKLY_HOURS = 40.0
HourlyCounts = Callable[[int, date], tuple[int, ...]]


def find_bursts(session: Session, hourly_counts: HourlyCounts, *, day: date, today: date) -> int:
    """Note desks with a burst of open ratings on ``day``; commits.

    :param hourly_counts: open ratings of a desk in each hour of a day, which the limiter keeps
        until the end of the next day.
    :returns: how many new anomalies were noted.
    """
    burst: Any = import_module("portal.statistics.anomaly")
    usual = _open_per_month(session, today=today)
    found = []
    for desk in catalogue(session, on=day).desks.values():
        most = max(hourly_counts(desk.id, day), default=0)
        if not most or desk.is_retired(day):
            continue
        expected = _expected_per_hour(session, desk.id, per_month=usual.get(desk.id, 0.0))
        if burst.is_burst(most, expected):
            found.append(
                Noticed(
                    AnomalyKind.BURST,
                    desk_id=desk.id,
                    channel=Channel.OPEN,
                    period=month_of(day),
                    observed=most,
                    expected=round(expected, 2),
                )
            )
    begin_write(session)
    new = sum(note_anomaly(session, noticed, on=today) for noticed in found)
    session.commit()
    return new


def _open_per_month(session: Session, *, today: date) -> Mapping[int, float]:
    months = range(1, MONTHS + 1)
    periods: list[str] = [months_back(month_of(today), months=back) for back in months]
    usual: dict[int, float] = {}
    for total in desk_totals(session, periods=periods):
        if total.channel is Channel.OPEN:
            usual[total.desk_id] = usual.get(total.desk_id, 0.0) + total.respondents / MONTHS
    return usual


def _expected_per_hour(session: Session, desk_id: int, *, per_month: float) -> float:
    spans = opening_hours(session, desk_id)
    seconds = sum(
        (span.closes.hour - span.opens.hour) * SECONDS_PER_HOUR
        + (span.closes.minute - span.opens.minute) * 60
        for span in spans
    )
    weekly_hours = seconds / SECONDS_PER_HOUR or USUAL_WEEKLY_HOURS
    return max(LEAST_PER_HOUR, per_month / WEEKS_PER_MONTH / weekly_hours)
