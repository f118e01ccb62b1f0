"""A strike or a closure is told beside every figure that it explains, and beside no other."""

import json
import random
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.organisation.calendar.models import DatedNote
from portal.publication.building.charts import draw
from portal.publication.releases import queries
from portal.publication.releases.due import publish_due
from tests.factories.organisation import add
from tests.factories.random_city import make_random_city, rate
from tests.integration.publication.releases.test_cycle import HERE

STRIKE = "Mogok kerja dua hari."
CLOSURE = "Atap loket diperbaiki."


def told(session: Session, address: str) -> list[str]:
    found = queries.published(session, address)
    assert found is not None
    return [note["text"] for note in json.loads(found.body)["notes"]]


@pytest.fixture
def noted(session: Session) -> Session:
    """A city whose first agency had a strike and whose last desk was closed; February is out."""
    dice = random.Random(7)
    city = make_random_city(session, dice, agencies=2, desks=3)
    strike, closure = city.agencies[0].id, city.desks[-1]
    for agency, desk, text, day in (
        (strike, None, STRIKE, date(2026, 1, 30)),
        (closure.agency_id, closure.id, CLOSURE, date(2026, 2, 28)),
        (strike, None, "Tahun lalu.", date(2025, 12, 31)),
        (strike, None, "Bulan depan.", date(2026, 3, 1)),
    ):
        add(
            session,
            DatedNote(
                agency_id=agency,
                desk_id=desk,
                kind="strike" if desk is None else "closure",
                text=text,
                starts_on=day,
                ends_on=day,
            ),
        )
    for month in ("2026-01", "2026-02"):
        rate(session, city, month=month, dice=dice)
    list(publish_due(session, today=date(2026, 3, 5), circumstances=HERE, draw=draw))
    return session


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("city", [STRIKE, CLOSURE]),
        ("agencies/dinas-0", [STRIKE]),
        ("desks/loket-0-0", [STRIKE]),
        ("services/layanan-0-b", [STRIKE]),
        ("agencies/dinas-1", [CLOSURE]),
        ("units/unit-1", [CLOSURE]),
        ("desks/loket-1-2", [CLOSURE]),
        ("desks/loket-1-1", []),
    ],
)
def test_a_note_of_the_year_so_far_stands_at_its_place_above_and_below(
    noted: Session, address: str, expected: list[str]
) -> None:
    assert sorted(told(noted, address)) == sorted(expected)
