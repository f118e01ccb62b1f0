"""A small city with one published month and the next one prepared, for pages about releases."""

import random
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.preparing import prepare_release
from portal.publication.releases.publishing import publish_release
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from portal.survey.elements import FigureRules
from tests.factories.organisation import add
from tests.factories.random_city import RandomCity, make_random_city, rate

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
PUBLISHED, DRAFTED = "2026-01", "2026-02"
PREPARED_ON = date(2026, 3, 1)


def make_drafted_city(
    session: Session, *, months: tuple[str, str] = (PUBLISHED, DRAFTED), on: date = PREPARED_ON
) -> RandomCity:
    """Rate a city in two months, publish the first and prepare the second."""
    dice = random.Random(7)
    city = make_random_city(session, dice, agencies=2, desks=4)
    for month in months:
        rate(session, city, month=month, dice=dice, busy=(8, 35, 60, 140))
    exclude(session, city, period=months[1], on=on)
    for month in months:
        prepare(session, month, today=on)
        if month == months[0]:
            publish_release(session, month, today=on, sign_off=None)
    return city


def prepare(session: Session, month: str = DRAFTED, *, today: date = PREPARED_ON) -> None:
    """Prepare a month's draft, again if there is one."""
    prepare_release(session, month, today=today, circumstances=HERE, draw=draw)


def exclude(
    session: Session, city: RandomCity, *, period: str = DRAFTED, on: date, desk: int = 0
) -> None:
    """Leave out the open channel of one desk in a month."""
    row = AnomalyExclusion(
        desk_id=city.desks[desk].id,
        channel="open",
        period=period,
        rule="device_fault",
        reason="Kode QR tertukar.",
        decided_on=on,
    )
    add(session, row)
    session.commit()
