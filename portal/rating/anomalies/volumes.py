"""Looks for bursts and for unusual numbers of ratings, once they are mixed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.calendar.queries import visits_served
from portal.organisation.places.catalogue import Desk
from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.queries import opening_hours
from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_queries import desk_totals
from portal.rating.mixing.anomaly_rules import AnomalyKind
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.rating.mixing.noting import Noticed, note_anomaly
from portal.rating.tickets.queries import TicketCount, ticket_counts
from portal.storage.database import begin_write
from portal.time.months import Month, month_of, months_back

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
    periods = [months_back(month_of(today), months=back) for back in months]
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


# Up to nine ratings of each channel may have waited for their batch since an earlier month.
CARRIED_OVER = MIN_BATCH_SIZE - 1


def compare_volumes(session: Session, *, today: date) -> int:
    """Note desks with more ratings than tickets or visits in the last closed months; commits.

    Only desks whose visits are known for each of these months are compared with visits.

    :returns: how many new anomalies were noted.
    """
    last = months_back(month_of(today), months=1)
    periods = [months_back(last, months=back) for back in range(MONTHS)]
    visits = _known_visits(session, periods)
    found = list(_noticed(session, periods, visits=visits, today=today))
    begin_write(session)
    new = sum(note_anomaly(session, noticed, on=today) for noticed in found)
    session.commit()
    return new


def _known_visits(session: Session, periods: list[Month]) -> dict[int, int]:
    by_desk: defaultdict[int, dict[Month, int]] = defaultdict(dict)
    for row in visits_served(session, periods):
        by_desk[row.desk_id][row.period] = row.visits
    return {
        desk_id: sum(months.values())
        for desk_id, months in by_desk.items()
        if len(months) == len(periods)
    }


@dataclass(frozen=True, slots=True)
class _Volumes:
    """What came in over ``periods``, the last one first."""

    periods: list[Month]
    ratings: Mapping[int, Counter[Channel]]
    tickets: list[TicketCount]
    visits: Mapping[int, int]

    def noticed(
        self,
        kind: AnomalyKind,
        desk_id: int,
        *,
        channel: Channel | None,
        observed: int,
        expected: int,
    ) -> Noticed:
        period = self.periods[0]
        return Noticed(kind, desk_id, channel, period, observed=observed, expected=expected)


def _noticed(
    session: Session, periods: list[Month], *, visits: Mapping[int, int], today: date
) -> Iterator[Noticed]:
    ratings: defaultdict[int, Counter[Channel]] = defaultdict(Counter)
    for total in desk_totals(session, periods=periods):
        ratings[total.desk_id][total.channel] += total.respondents
    tickets = [count for count in ticket_counts(session) if count.period in periods]
    volumes = _Volumes(periods, ratings=ratings, tickets=tickets, visits=visits)
    yield from _above_tickets(volumes, catalogue(session, on=today).desks)
    yield from _above_visits(volumes)
    yield from _tickets_above_visits(volumes)


def _above_tickets(volumes: _Volumes, desks: Mapping[int, Desk]) -> Iterator[Noticed]:
    """Compare only months whose tickets are still stored; older ones are deleted."""
    for desk_id, by_channel in volumes.ratings.items() if volumes.tickets else ():
        rated = by_channel[Channel.TICKET]
        issued = sum(
            count.issued for count in volumes.tickets if _may_be_used(count, desks[desk_id])
        )
        if rated > issued + CARRIED_OVER:
            yield volumes.noticed(
                AnomalyKind.RATINGS_ABOVE_TICKETS,
                desk_id,
                channel=Channel.TICKET,
                observed=rated,
                expected=issued,
            )


def _above_visits(volumes: _Volumes) -> Iterator[Noticed]:
    for desk_id, by_channel in volumes.ratings.items():
        served = volumes.visits.get(desk_id)
        rated = by_channel.total()
        if served is not None and rated > served + CARRIED_OVER * len(by_channel):
            yield volumes.noticed(
                AnomalyKind.RATINGS_ABOVE_VISITS,
                desk_id,
                channel=None,
                observed=rated,
                expected=served,
            )


def _tickets_above_visits(volumes: _Volumes) -> Iterator[Noticed]:
    for desk_id, served in volumes.visits.items():
        spent = sum(count.spent for count in volumes.tickets if count.desk_id == desk_id)
        if spent > served:
            yield volumes.noticed(
                AnomalyKind.TICKETS_ABOVE_VISITS,
                desk_id,
                channel=Channel.TICKET,
                observed=spent,
                expected=served,
            )


def _may_be_used(count: TicketCount, desk: Desk) -> bool:
    """Return whether tickets of this scope are good at the desk."""
    return (
        count.desk_id == desk.id
        or count.service_id in desk.service_ids
        or count.agency_id == desk.agency_id
    )
