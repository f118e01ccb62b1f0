"""A city with three months out, a December among them, and all that its documents rest on."""

import random
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.organisation.calendar.models import VisitsServed
from portal.publication.building.charts import draw
from portal.publication.earlier_results.models import EarlierTotal, ResultsFile
from portal.publication.figures.documents import ModerationOutcome
from portal.publication.figures.moderation import Moderated
from portal.publication.releases.due import publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from portal.rating.mixing.ballot_models import Ballot
from portal.survey.elements import ELEMENTS, FigureRules
from tests.factories.organisation import add, make_note
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate
from tests.factories.reports import make_profile, make_reasons
from tests.factories.tampering import unguard

MONTHS = ("2026-10", "2026-11", "2026-12")
ALL_OUT = date(2027, 1, 5)


def moderated_in(session: Session, period: str) -> Iterator[Moderated]:
    """Give as many comments of the first agency as if somebody had decided about them."""
    yield Moderated(1, ModerationOutcome.PUBLISHED, None, 25)
    yield Moderated(1, ModerationOutcome.WITHHELD, "insult", 11)


HERE = ReleaseContext("Kota Uji", is_demo=False, rules=FigureRules(), moderated=moderated_in)


def make_verified_city(session: Session) -> None:
    """Fill an empty database, publish October to December 2026."""
    dice = random.Random(26)
    city = make_random_city(session, dice, agencies=2, desks=4)
    for month in MONTHS:
        rate(session, city, month=month, dice=dice, busy=(8, 15, 35, 60, 140))
    make_ballots(session, city)
    _surround(session, city)
    list(publish_due(session, today=ALL_OUT, circumstances=HERE, draw=draw))
    unguard(session)
    session.commit()


def _surround(session: Session, city: RandomCity) -> None:
    """Add what a release rests on besides ratings."""
    for desk in city.desks:
        for month in MONTHS[:2]:
            row = {"desk_id": desk.id, "period": month, "visits": 300, "source": "Antrean"}
            add(session, VisitsServed(**row))
    day = date(2026, 10, 12)
    make_note(session, city.agencies[0], starts_on=day, ends_on=day)
    for agency in city.agencies:
        make_profile(session, agency, year=2026, sex={"female": 61, "male": 44})
        make_reasons(session, agency, year=2026, time=40, cost=21)
    file = add(session, ResultsFile(sha256=b"s" * 32, imported_on=day))
    total = {"period": "2024", "respondents": 400, "ikm": 841200, "source": "Laporan"}
    add(session, EarlierTotal(file_id=file.id, agency_id=city.agencies[0].id, **total))
    leave_out(session, desk=city.desks[1].id, month=MONTHS[1], on=date(2026, 12, 1))


def leave_out(session: Session, *, desk: int, month: str, on: date) -> None:
    """Leave out the open channel of one desk in a month."""
    fields = {"rule": "device_fault", "reason": "Kode QR tertukar.", "decided_on": on}
    add(session, AnomalyExclusion(desk_id=desk, channel="open", period=month, **fields))
    session.commit()


def add_paper_ballots(session: Session, *, desk: Any, month: str, n: int) -> None:
    """Store the ballots of questionnaires on paper about a desk."""
    place = {"agency_id": desk.agency_id, "unit_id": desk.unit_id, "desk_id": desk.id}
    ballot = {"period": month, **place, "channel": "paper", **dict.fromkeys(map(str, ELEMENTS), 3)}
    rows = [{**ballot, "token": secrets.token_bytes(16)} for _ in range(n)]
    session.execute(insert(Ballot), rows)
    session.commit()
