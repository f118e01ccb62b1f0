"""A city of 12 agencies, 400 desks and 3,000 officers with 24 months of tallies, no ballots.

A release is made from tallies alone, so that ten million ratings need only their sums here.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, create_engine, insert

from benchmarks.context import Context
from portal.organisation.calendar.models import VisitsServed
from portal.organisation.people.models import Officer, Posting
from portal.organisation.places.models import AgencyRow, DeskRow, DeskService, ServiceRow, UnitRow
from portal.publication.releases.models import Release
from portal.rating.mixing.ballot_models import OfficerTally, Tally
from portal.survey.elements import ELEMENTS
from portal.survey.index import COMPOSITE_SCALE
from portal.time.months import MonthRange, first_day

AGENCIES, DESKS, OFFICERS, SERVICES = 12, 400, 3_000, 10
UNITS_AN_AGENCY = 4
SERVICES_A_DESK = 3
MONTHS = MonthRange("2024-07", "2026-06").months
# The months whose releases the last one has to take into account, itself included.
FIRST_RELEASED = "2026-01"
RELEASED = MONTHS[MONTHS.index(FIRST_RELEASED) :]
RATINGS = 10_000_000
CHANNEL_SHARES = {"ticket": 0.55, "presence": 0.15, "open": 0.3}
LEVEL_SHARES = (0.02, 0.08, 0.45, 0.45)
Row = dict[str, Any]


def size(context: Context) -> int:
    """Return ten million ratings, or as much less as the run was asked to be shorter."""
    return RATINGS * context.ratings // Context.ratings


def build(url: str, *, ratings: int) -> None:
    """Fill a migrated database; a third of the desks has one officer, sizes differ widely."""
    dice = np.random.default_rng(1)
    engine = create_engine(url)
    with engine.begin() as connection:
        _places(connection)
        staff = _officers(connection, dice)
        sizes = dice.lognormal(0, 1, DESKS)
        a_month = sizes / sizes.sum() * ratings / len(MONTHS)
        for month in MONTHS:
            _month(connection, dice, month=month, a_month=a_month, staff=staff)
        connection.execute(insert(Release), _older_release())
    engine.dispose()


def _agency_of(desk: int) -> int:
    return desk % AGENCIES + 1


def _services_of(desk: int) -> list[int]:
    first = (_agency_of(desk) - 1) * SERVICES
    return [first + (desk // AGENCIES + step) % SERVICES + 1 for step in range(SERVICES_A_DESK)]


def _unit_of(desk: int) -> int | None:
    place = desk // AGENCIES % (UNITS_AN_AGENCY + 1)
    return (_agency_of(desk) - 1) * UNITS_AN_AGENCY + place if place else None


def _places(connection: Connection) -> None:
    agencies = [
        {"id": n, "code": f"agency-{n}", "name": f"Dinas {n}", "kind": "dinas"}
        for n in range(1, AGENCIES + 1)
    ]
    units = [
        {
            "id": n,
            "agency_id": (n - 1) // UNITS_AN_AGENCY + 1,
            "code": f"unit-{n}",
            "name": f"Unit {n}",
        }
        for n in range(1, AGENCIES * UNITS_AN_AGENCY + 1)
    ]
    services = [
        {
            "id": n,
            "agency_id": (n - 1) // SERVICES + 1,
            "code": f"service-{n}",
            "name": f"Layanan {n % SERVICES}",
        }
        for n in range(1, AGENCIES * SERVICES + 1)
    ]
    desks = [
        {
            "id": n,
            "agency_id": _agency_of(n),
            "unit_id": _unit_of(n),
            "code": f"desk-{n}",
            "name": f"Loket {n}",
        }
        for n in range(1, DESKS + 1)
    ]
    offers = [
        {"desk_id": desk, "service_id": service}
        for desk in range(1, DESKS + 1)
        for service in _services_of(desk)
    ]
    for table, rows in (
        (AgencyRow, agencies),
        (UnitRow, units),
        (ServiceRow, services),
        (DeskRow, desks),
        (DeskService, offers),
    ):
        connection.execute(insert(table), rows)


def _officers(connection: Connection, dice: np.random.Generator) -> dict[int, list[int]]:
    numbers = range(1, OFFICERS + 1)
    connection.execute(
        insert(Officer),
        [
            {
                "id": n,
                "number": str(n),
                "name": f"Petugas {n}",
                "badge_name": "P",
                "badge_number": "1",
            }
            for n in numbers
        ],
    )
    alone = set(dice.choice(np.arange(1, DESKS + 1), DESKS // 3, replace=False).tolist())
    shared = [desk for desk in range(1, DESKS + 1) if desk not in alone]
    staff: dict[int, list[int]] = {desk: [] for desk in range(1, DESKS + 1)}
    for position, officer in enumerate(numbers):
        desk = sorted(alone)[position] if position < len(alone) else shared[position % len(shared)]
        staff[desk].append(officer)
    start = first_day(MONTHS[0])
    connection.execute(
        insert(Posting),
        [
            {"desk_id": desk, "officer_id": officer, "starts_on": start}
            for desk, officers in staff.items()
            for officer in officers
        ],
    )
    return staff


def _month(
    connection: Connection,
    dice: np.random.Generator,
    *,
    month: str,
    a_month: NDArray[np.float64],
    staff: dict[int, list[int]],
) -> None:
    tallies: list[Row] = []
    named: list[Row] = []
    visits: list[Row] = []
    for desk, expected in enumerate(a_month.tolist(), start=1):
        rows = list(_tallies(dice, month=month, desk=desk, expected=expected))
        tallies += rows
        total = sum(row["respondents"] for row in rows)
        named += _named(month, desk, staff[desk], total)
        visits.append({"desk_id": desk, "period": month, "visits": 3 * total, "source": "antrean"})
    connection.execute(insert(Tally), tallies)
    connection.execute(insert(VisitsServed), visits)
    if named:
        connection.execute(insert(OfficerTally), named)


def _tallies(dice: np.random.Generator, *, month: str, desk: int, expected: float) -> Iterator[Row]:
    for service in _services_of(desk):
        for channel, share in CHANNEL_SHARES.items():
            n = int(dice.poisson(expected * share / SERVICES_A_DESK))
            if n:
                yield {
                    "period": month,
                    "agency_id": _agency_of(desk),
                    "unit_id": _unit_of(desk),
                    "desk_id": desk,
                    "service_id": service,
                    "channel": channel,
                    "respondents": n,
                    **_sums(dice, n),
                }


def _sums(dice: np.random.Generator, n: int) -> Row:
    counts = dice.multinomial(n, LEVEL_SHARES, size=len(ELEMENTS))
    total = int((counts @ np.arange(1, 5)).sum()) * COMPOSITE_SCALE // len(ELEMENTS)
    # Composites vary by about half a point around their mean, as far as 1 to 4 leaves room.
    spread = -(-(total**2) // n) + int(n * (COMPOSITE_SCALE * 0.5) ** 2)
    squares = min(spread, 5 * COMPOSITE_SCALE * total - 4 * n * COMPOSITE_SCALE**2)
    return {
        "composite_sum": total,
        "composite_square_sum": squares,
        "all_top": max(0, n - int(counts[:, :-1].sum())),
        "level_counts": {
            str(element): row for element, row in zip(ELEMENTS, counts.tolist(), strict=True)
        },
    }


def _named(month: str, desk: int, officers: list[int], total: int) -> list[Row]:
    each = total // (2 * len(officers)) if officers else 0
    return [
        {
            "period": month,
            "desk_id": desk,
            "officer_id": officer,
            "element": element,
            "level": level,
            "answers": answers,
        }
        for officer in officers
        if each >= 10
        for element in ("competence", "conduct")
        for level, answers in ((3, each // 2), (4, each - each // 2))
    ]


def _older_release() -> Row:
    """Return a release before the measured ones, so that those are the next in order."""
    last = MONTHS[MONTHS.index(FIRST_RELEASED) - 1]
    day = first_day(FIRST_RELEASED)
    return {
        "kind": "monthly",
        "edition": last,
        "period": last,
        "state": "published",
        "due_on": day,
        "prepared_on": day,
        "published_on": day,
    }
