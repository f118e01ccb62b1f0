"""Figures of officers are parted by the days that each release went by, never by later entries."""

import random
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.people.models import Posting
from portal.publication.building.charts import draw
from portal.publication.releases.excluding import parted_until
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.preparing import prepare_release
from portal.publication.releases.publishing import publish_release
from portal.publication.releases.staff_models import StaffDocument
from portal.survey.elements import FigureRules
from tests.factories.people import make_line, make_person
from tests.factories.random_city import make_random_city, rate

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())


@pytest.fixture
def officers(session: Session) -> list[int]:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=2, desks=4)
    for month in ("2026-01", "2026-02"):
        rate(session, city, month=month, dice=dice, busy=(60, 140))
    return sorted(set(session.scalars(select(Posting.officer_id))))


def publish(session: Session, period: str) -> None:
    prepare_release(session, period, today=date(2026, 3, 5), circumstances=HERE, draw=draw)
    publish_release(session, period, today=date(2026, 3, 5), sign_off=None)


def change_superior(session: Session, officer: int, day: date) -> None:
    first, second = make_person(session, "Satu"), make_person(session, "Dua")
    make_line(session, officer, to=first.id, ends_on=date.fromordinal(day.toordinal() - 1))
    make_line(session, officer, to=second.id, starts_on=day)
    session.commit()


def with_february(session: Session) -> set[int]:
    """Officers of whom something came out that holds February."""
    rows = session.scalars(
        select(StaffDocument.address).where(
            StaffDocument.period == "2026-02", StaffDocument.address.startswith("officers/")
        )
    )
    return {int(address.partition("/")[2]) for address in rows}


def test_a_month_that_a_new_superior_cuts_is_in_no_figure_of_that_officer(
    session: Session, officers: list[int]
) -> None:
    publish(session, "2026-01")
    parted = officers[0]
    change_superior(session, parted, date(2026, 2, 10))

    assert parted_until(session, "2026-02") == {parted: (date(2026, 2, 10),)}
    publish(session, "2026-02")

    assert with_february(session) == set(officers[1:]) & with_february(session)
    assert with_february(session)
    assert parted_until(session, "2026-03") == {parted: (date(2026, 2, 10),)}


def test_a_change_that_is_entered_late_cuts_nothing_that_was_shown(
    session: Session, officers: list[int]
) -> None:
    publish(session, "2026-01")
    change_superior(session, officers[0], date(2026, 1, 15))

    assert parted_until(session, "2026-01") == {officers[0]: (date(2026, 1, 15),)}
    assert parted_until(session, "2026-02") == {}
