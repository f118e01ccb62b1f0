"""A small city whose year is out, and what changes after that: late paper, late exclusions."""

import random
from collections.abc import Iterable
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases.due import publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.revising import (
    Explained,
    PlannedRevision,
    plan_revision,
    publish_revision,
)
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from portal.rating.mixing.ballot_models import Tally
from portal.rating.paper.models import PaperBatch
from portal.survey.elements import ELEMENTS, HIGHEST_LEVEL, ElementCounts, FigureRules
from portal.survey.index import CompositeSums, scaled_composite
from tests.factories.organisation import add
from tests.factories.random_city import RandomCity, make_random_city, rate

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
DECEMBER_OUT = date(2027, 1, 5)
REVISED_ON = date(2027, 2, 10)


def make_year(
    session: Session,
    *,
    seed: int = 5,
    agencies: int = 1,
    desks: int = 4,
    months: Iterable[str] = ("2026-11", "2026-12"),
    busy: tuple[int, ...] = (60, 80),
    until: date = DECEMBER_OUT,
) -> RandomCity:
    """Make a city, let it be rated to the end of 2026, and publish what is due by ``until``."""
    dice = random.Random(seed)
    city = make_random_city(session, dice, agencies=agencies, desks=desks)
    for month in months:
        rate(session, city, month=month, dice=dice, busy=busy)
    list(publish_due(session, today=until, circumstances=HERE, draw=draw))
    return city


def exclude(
    session: Session,
    city: RandomCity,
    *,
    desk: int = 0,
    channel: str = "ticket",
    month: str = "2026-11",
    on: date = date(2027, 1, 20),
) -> None:
    """Decide, after publication, that a desk, channel and month counts nowhere."""
    fields = {"rule": "device_fault", "reason": "Kode QR tertukar.", "decided_on": on}
    add(
        session,
        AnomalyExclusion(desk_id=city.desks[desk].id, channel=channel, period=month, **fields),
    )
    session.commit()


def add_paper(
    session: Session,
    city: RandomCity,
    *,
    desk: int | None = None,
    agency: int = 0,
    service: int | None = None,
    n: int = 40,
    level: int = 3,
    month: str = "2026-12",
    on: date = date(2027, 1, 25),
) -> None:
    """Take in questionnaires on paper about a desk, a service (id), or an agency as a whole."""
    answers = [dict.fromkeys(ELEMENTS, level)] * n
    sums = CompositeSums.of(map(scaled_composite, answers))
    place = None if desk is None else city.desks[desk]
    agency_id = city.agencies[agency].id if place is None else place.agency_id
    row = {
        "period": month,
        "agency_id": agency_id,
        "unit_id": place and place.unit_id,
        "desk_id": place and place.id,
        "service_id": service,
        "channel": "paper",
        "respondents": n,
        "composite_sum": sums.total,
        "composite_square_sum": sums.squares,
        "all_top": n if level == HIGHEST_LEVEL else 0,
        "level_counts": {
            str(key): list(each.answers) for key, each in ElementCounts.of_ballots(answers).items()
        },
    }
    session.execute(insert(Tally), [row])
    add(
        session,
        PaperBatch(
            agency_id=agency_id,
            content_hash=random.Random(f"{desk}{agency}{service}{n}{month}").randbytes(32),
            first_period=month,
            last_period=month,
            respondents=n,
            imported_on=on,
        ),
    )
    session.commit()


def revise(
    session: Session, *, today: date = REVISED_ON, explained: Explained | None = None
) -> PlannedRevision:
    """Plan the revision of 2026 and publish it."""
    planned = plan_revision(session, 2026, today=today, circumstances=HERE, explained=explained)
    publish_revision(session, planned)
    return planned
