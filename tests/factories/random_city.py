"""Random cities with ratings, small enough to enumerate and varied enough to attack."""

import random
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.organisation.people import models as people
from portal.organisation.places import models as places
from portal.rating.mixing.ballot_models import Ballot, OfficerTally, Tally
from portal.survey.elements import ELEMENTS, Element, ElementCounts
from portal.survey.index import CompositeSums, scaled_composite
from tests.factories.organisation import (
    make_agency,
    make_desk,
    make_officer,
    make_posting,
    make_service,
    make_unit,
)

Key = tuple[str, int, int, str]


@dataclass
class RandomCity:
    """What was made: desks with how busy they are, and every single rating by its cell."""

    agencies: list[places.AgencyRow] = field(default_factory=list)
    desks: list[places.DeskRow] = field(default_factory=list)
    offers: dict[int, list[places.ServiceRow]] = field(default_factory=dict)
    left_out: dict[int, frozenset[Element]] = field(default_factory=dict)
    officers: dict[int, list[people.Officer]] = field(default_factory=dict)
    ratings: dict[Key, list[dict[Element, int]]] = field(default_factory=dict)


def make_random_city(
    session: Session, dice: random.Random, *, agencies: int = 2, desks: int = 5
) -> RandomCity:
    """Make agencies with desks (some in a unit), two services each, and one to five officers."""
    city = RandomCity()
    for number in range(agencies):
        agency = make_agency(session, f"dinas-{number}")
        city.agencies.append(agency)
        unit = make_unit(session, agency, f"unit-{number}")
        services = [
            make_service(session, agency, f"layanan-{number}-a"),
            make_service(session, agency, f"layanan-{number}-b", left_out=("cost",)),
        ]
        city.left_out[services[0].id] = frozenset()
        city.left_out[services[1].id] = frozenset({Element.COST})
        for place in range(desks):
            in_unit = {"unit_id": unit.id} if place % 3 == 2 else {}
            offered = services if place % 2 else services[: 1 + place % 4 // 2]
            code = f"loket-{number}-{place}"
            desk = make_desk(session, agency, code, services=tuple(offered), **in_unit)
            city.desks.append(desk)
            city.offers[desk.id] = offered
            city.officers[desk.id] = [
                make_officer(session, f"{number}{place:02d}{each}")
                for each in range(dice.choice((1, 3, 4, 5)))
            ]
            for officer in city.officers[desk.id]:
                make_posting(session, officer, desk)
    session.commit()
    return city


def rate(
    session: Session,
    city: RandomCity,
    *,
    month: str,
    dice: random.Random,
    busy: Iterable[int] = (2, 8, 15, 35, 60, 140),
) -> None:
    """Let every desk be rated in a month, on tickets and by the open channel, and fold it all."""
    sizes = tuple(busy)
    for desk in city.desks:
        level = dice.choice((2.6, 3.2, 3.6))
        for channel, share in (("ticket", 1.0), ("open", 0.3)):
            for _ in range(int(dice.choice(sizes) * share)):
                service = dice.choice(city.offers[desk.id])
                key = (month, desk.id, service.id, channel)
                city.ratings.setdefault(key, []).append(
                    _answers(dice, level, city.left_out[service.id])
                )
    _fold(session, city, month=month)


def _answers(dice: random.Random, level: float, left_out: frozenset[Element]) -> dict[Element, int]:
    mood = dice.gauss(level, 0.5)
    return {
        element: min(4, max(1, round(dice.gauss(mood, 0.4))))
        for element in ELEMENTS
        if element not in left_out
    }


def _fold(session: Session, city: RandomCity, *, month: str) -> None:
    desks = {desk.id: desk for desk in city.desks}
    rows = []
    named: Counter[tuple[int, int]] = Counter()
    for (period, desk_id, service_id, channel), ballots in city.ratings.items():
        if period == month:
            rows.append(_tally(desks[desk_id], ballots, (period, service_id, channel)))
            for turn, _ in enumerate(ballots):
                staff = city.officers[desk_id]
                named[desk_id, staff[turn % len(staff)].id] += 1
    session.execute(insert(Tally), rows)
    answers = [
        {
            "period": month,
            "desk_id": desk_id,
            "officer_id": officer_id,
            "element": element,
            "level": 3,
            "answers": count,
        }
        for (desk_id, officer_id), count in named.items()
        for element in ("competence", "conduct")
        if count >= 10
    ]
    if answers:
        session.execute(insert(OfficerTally), answers)
    session.commit()


def _tally(
    desk: places.DeskRow, ballots: list[dict[Element, int]], cell: tuple[str, int, str]
) -> dict[str, object]:
    period, service_id, channel = cell
    sums = CompositeSums.of(map(scaled_composite, ballots))
    counts = ElementCounts.of_ballots(ballots)
    return {
        "period": period,
        "agency_id": desk.agency_id,
        "unit_id": desk.unit_id,
        "desk_id": desk.id,
        "service_id": service_id,
        "channel": channel,
        "respondents": sums.n,
        "composite_sum": sums.total,
        "composite_square_sum": sums.squares,
        "all_top": sum(min(ballot.values()) == 4 for ballot in ballots),
        "level_counts": {str(key): list(each.answers) for key, each in counts.items()},
    }


def make_ballots(session: Session, city: RandomCity) -> None:
    """Store every rating that was tallied as a ballot, too."""
    desks = {desk.id: desk for desk in city.desks}
    rows = [
        {
            "token": secrets.token_bytes(16),
            "period": period,
            "agency_id": desks[desk_id].agency_id,
            "unit_id": desks[desk_id].unit_id,
            "desk_id": desk_id,
            "service_id": service_id,
            "channel": channel,
            **dict.fromkeys(map(str, ELEMENTS)),
            **{str(element): level for element, level in answers.items()},
        }
        for (period, desk_id, service_id, channel), ballots in city.ratings.items()
        for answers in ballots
    ]
    session.execute(insert(Ballot), rows)
    session.commit()
