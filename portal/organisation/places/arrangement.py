"""Arrangement of places by month: each change is dated and rewrites no earlier month."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from portal.organisation.places.catalogue import AgencyKind, RecordKind
from portal.survey.elements import Element
from portal.time.months import Month, month_of, months_back

# What was entered with a place holds in every month before the first change.
BEGINNING = Month("2000-01")
# After every decision: no change is for a month later than the next.
LAST_MONTH = Month("9999-12")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class DatedValue(Generic[Value]):
    """A value from the month ``period`` on, decided on a day.

    With ``is_correction`` the record before it was wrong and no longer counts.
    """

    period: Month
    value: Value
    decided_on: date
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class Timeline(Generic[Value]):
    """The value of every month: ``first`` and each decision, in the order they were taken.

    In a month the last decision that is for that month or an earlier one is in force.
    """

    first: Value
    decisions: tuple[DatedValue[Value], ...] = ()

    def in_month(self, month: Month) -> Value:
        """Return what is in force in ``month``, such as ``2026-11``."""
        found = self.first
        for each in self.decisions:
            if each.period <= month:
                found = each.value
        return found

    def until(self, month: Month) -> tuple[Value, ...]:
        """Return every value under which a rating counted in ``month`` may have been given.

        A rating may wait for its batch, so that one given under earlier rules is counted later.
        A decision that another one replaced before its month began was never in force.
        """
        start = max((n for n, each in enumerate(self.decisions) if each.is_correction), default=-1)
        counted = list(self.decisions[max(start, 0) :])
        found = [] if start >= 0 else [self.first]
        for position, each in enumerate(counted):
            is_replaced = any(
                other.period <= each.period and month_of(other.decided_on) < each.period
                for other in counted[position + 1 :]
            )
            if each.period <= month and not is_replaced:
                found.append(each.value)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Asks:
    """The elements a service asks, as far as the record of a month and those before it goes.

    ``surely`` were asked in every rating that can count in the month, ``perhaps`` in some.
    """

    surely: frozenset[Element]
    perhaps: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Everything that was changed since it was entered, by id; what is not here never changed.

    ``offers`` are found by desk and service and say whether the service is offered there.
    """

    categories: Mapping[int, Timeline[AgencyKind]] = field(default_factory=dict)
    questions: Mapping[int, Timeline[frozenset[Element]]] = field(default_factory=dict)
    units: Mapping[int, Timeline[int | None]] = field(default_factory=dict)
    offers: Mapping[tuple[int, int], Timeline[bool]] = field(default_factory=dict)

    def offered(self, desk_id: int, *, month: Month) -> frozenset[int]:
        """Return the ids of the services that a desk offers in ``month``."""
        return offers_by_desk(self, month=month).get(desk_id, frozenset())


def upcoming(
    dated: Arrangement, kind: RecordKind, *, place_id: int, month: Month
) -> tuple[tuple[str, str], ...]:
    """Return which dated columns of a place change after ``month``, with the month of each.

    :returns: pairs of month and column, such as ``("2026-12", "left_out")``, in their order.
    """
    columns: Mapping[str, list[Timeline[Any]]] = {
        "category": _of(dated.categories, place_id, is_meant=kind is RecordKind.AGENCY),
        "left_out": _of(dated.questions, place_id, is_meant=kind is RecordKind.SERVICE),
        "unit": _of(dated.units, place_id, is_meant=kind is RecordKind.DESK),
        "services": [
            timeline
            for (desk, _), timeline in dated.offers.items()
            if kind is RecordKind.DESK and desk == place_id
        ],
    }
    found = {
        (decision.period, column)
        for column, timelines in columns.items()
        for timeline in timelines
        for decision in timeline.decisions
        if decision.period > month
    }
    return tuple(sorted(found))


def _of(timelines: Mapping[int, Timeline[Any]], id_: int, *, is_meant: bool) -> list[Timeline[Any]]:
    return [timelines[id_]] if is_meant and id_ in timelines else []


def offers_by_desk(dated: Arrangement, *, month: Month) -> Mapping[int, frozenset[int]]:
    """Return the ids of the services that each desk offers in ``month``, by desk."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for (desk, service), timeline in dated.offers.items():
        if timeline.in_month(month):
            found[desk].add(service)
    return {desk: frozenset(services) for desk, services in found.items()}


# What of a record is dated; everything else of a place is, or has, a date of its own.
DATED_COLUMNS: Mapping[RecordKind, frozenset[str]] = {
    RecordKind.AGENCY: frozenset({"category"}),
    RecordKind.SERVICE: frozenset({"left_out"}),
    RecordKind.DESK: frozenset({"services", "unit"}),
}


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """The months in which nothing can be changed any more, because figures rest on them.

    ``released`` is the newest month that is published, ``rated`` the newest in which ratings of
    an agency, service or desk (kind and code) are counted.
    """

    released: str = ""
    rated: Mapping[tuple[RecordKind, str], str] = field(default_factory=dict)

    def first_free(self, kind: RecordKind, code: str) -> str:
        """Return the first month from which a change of a place may hold."""
        last = max(self.released, self.rated.get((kind, code), ""))
        return months_back(last, months=-1) if last else BEGINNING


@dataclass(frozen=True, slots=True)
class Effect:
    """From which month on a change of what is dated holds.

    ``latest`` is the month after the running one: no change is for a later month.
    """

    month: Month
    latest: Month
    closed: ClosedMonths = field(default_factory=ClosedMonths)

    @property
    def is_too_far(self) -> bool:
        """Whether the month lies further ahead than the next one."""
        return self.month > self.latest

    def is_closed(self, kind: RecordKind, code: str) -> bool:
        """Whether figures of a place in the month, or in a later one, are made already."""
        return self.month < self.latest and self.month < self.closed.first_free(kind, code)


def effect_of(
    today: date, *, since: Month | None = None, closed: ClosedMonths | None = None
) -> Effect:
    """Return from when a change holds that is decided today.

    :param since: the month asked for; the next month when None.
    :param closed: what no change may touch; without it only the next month is free.
    """
    latest = months_back(month_of(today), months=-1)
    if closed is None:
        closed = ClosedMonths(released=month_of(today))
    return Effect(since or latest, latest, closed)
