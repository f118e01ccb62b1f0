"""What a service asks changes from a month on, and every month goes out by its own questions."""

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.organisation.importing.service import import_file
from portal.organisation.places.arrangement import BEGINNING
from portal.organisation.places.models import LeftOutElement
from portal.organisation.places.service import DatedState
from portal.publication.building.charts import draw
from portal.publication.figures.contradictions import ContradictionKind
from portal.publication.releases import contradiction_queries, queries
from portal.publication.releases.contradictions import (
    CannotRepair,
    NoContradiction,
    Withhold,
    date_by_ratings,
    keep_contradictions,
    withhold,
)
from portal.publication.releases.due import publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.verifying import differences
from portal.survey.elements import Element, FigureRules
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
BUSY = (8, 35, 60, 140)
WHY = "contradictory"
PLACES = ("city", "agencies/", "units/", "services/", "desks/")
COST_AND_PRODUCT = frozenset({Element.COST, Element.PRODUCT})


@pytest.fixture
def dice() -> random.Random:
    return random.Random(5)


@pytest.fixture
def city(session: Session, dice: random.Random) -> RandomCity:
    return make_random_city(session, dice, agencies=3, desks=4)


def publish(session: Session, *, today: date) -> list[str]:
    return list(publish_due(session, today=today, circumstances=HERE, draw=draw))


def leave_out(session: Session, service: str, elements: str, *, today: date) -> None:
    content = f"kind,code,left_out\nservice,{service},{elements}\n"
    import_file(session, content.encode(), today=today)


def test_months_go_out_after_a_service_asks_less(
    session: Session, city: RandomCity, dice: random.Random
) -> None:
    for month in ("2026-01", "2026-02"):
        rate(session, city, month=month, dice=dice, busy=BUSY)
    assert publish(session, today=date(2026, 3, 20)) == ["2026-01", "2026-02"]

    leave_out(session, "layanan-0-a", "cost product", today=date(2026, 3, 20))
    rate(session, city, month="2026-03", dice=dice, busy=BUSY)
    city.left_out[city.offers[city.desks[0].id][0].id] = COST_AND_PRODUCT
    rate(session, city, month="2026-04", dice=dice, busy=BUSY)

    make_ballots(session, city)
    session.commit()
    assert publish(session, today=date(2026, 5, 20)) == ["2026-03", "2026-04"]
    assert list(differences(session, draw=draw)) == []
    assert WHY not in reasons(session, "2026-03").values()
    assert WHY not in reasons(session, "2026-04").values()


def reasons(session: Session, month: str) -> dict[str, str | None]:
    """Return why each place's figure is hidden in a month, None where it is shown."""
    found = queries.documents_of_month(session, month, prefixes=PLACES)
    bodies = {address: json.loads(text) for address, text in found.items()}
    return {
        address: body["headline"]["suppressed"]
        for address, body in bodies.items()
        if "headline" in body
    }


def test_a_record_that_its_ratings_contradict_withholds_one_place_and_blocks_nothing(
    session: Session, city: RandomCity, dice: random.Random
) -> None:
    for month in ("2026-01", "2026-02"):
        rate(session, city, month=month, dice=dice, busy=BUSY)
    make_ballots(session, city)
    session.commit()
    assert publish(session, today=date(2026, 2, 20)) == ["2026-01"]
    service = city.offers[city.desks[0].id][0]
    for element in ("cost", "product"):
        session.add(LeftOutElement(service_id=service.id, element=element))
    session.commit()

    assert publish(session, today=date(2026, 3, 20)) == ["2026-02"]

    withheld = [address for address, why in reasons(session, "2026-02").items() if why == WHY]
    assert withheld == [f"services/{service.code}"]
    assert list(differences(session, draw=draw)) == []


@pytest.fixture
def contradicted(session: Session, city: RandomCity, dice: random.Random) -> str:
    """One month is out; then the record of one service is made wrong for it and the next."""
    for month in ("2026-01", "2026-02", "2026-03"):
        rate(session, city, month=month, dice=dice, busy=BUSY)
    make_ballots(session, city)
    session.commit()
    publish(session, today=date(2026, 2, 20))
    service = city.offers[city.desks[0].id][0]
    session.add(LeftOutElement(service_id=service.id, element="cost"))
    session.commit()
    publish(session, today=date(2026, 3, 20))
    return f"services/{service.code}"


def test_dating_by_the_ratings_lets_later_months_show_the_place_again(
    session: Session, contradicted: str
) -> None:
    found = contradiction_queries.contradictions(session)
    assert {each.address for each in found} == {contradicted}
    assert {str(each.span) for each in found} == {"2026-01", "2026-02"}
    assert reasons(session, "2026-02")[contradicted] == WHY

    states = date_by_ratings(session, contradicted, today=date(2026, 3, 21))

    assert contradiction_queries.contradictions(session) == []
    assert states[0] == DatedState(BEGINNING, frozenset())
    # March was rated like the months before, so that it contradicts the record as it was.
    assert publish(session, today=date(2026, 4, 20)) == ["2026-03"]
    assert {str(each.span) for each in contradiction_queries.contradictions(session)} <= {"2026-03"}
    assert list(differences(session, draw=draw)) == []


def test_a_month_that_is_withheld_for_good_is_no_longer_a_contradiction(
    session: Session, contradicted: str
) -> None:
    for month in ("2026-01", "2026-02"):
        command = Withhold(contradicted, month, "Kode tertukar", "Ratna")
        withhold(session, command, today=date(2026, 3, 21))
    with pytest.raises(NoContradiction):
        withhold(session, Withhold(contradicted, "2026-01", "x", "Ratna"), today=date(2026, 3, 21))

    assert publish(session, today=date(2026, 4, 20)) == ["2026-03"]

    assert {str(each.span) for each in contradiction_queries.contradictions(session)} == {"2026-03"}
    assert list(differences(session, draw=draw)) == []


def test_only_what_services_ask_can_be_dated(session: Session, contradicted: str) -> None:
    row = contradiction_queries.contradictions(session)[0]
    figures = replace(row, kind=ContradictionKind.FIGURES)
    keep_contradictions(session, [figures], period="2026-02")
    session.commit()

    with pytest.raises(CannotRepair):
        date_by_ratings(session, contradicted, today=date(2026, 3, 21))
    with pytest.raises(NoContradiction):
        date_by_ratings(session, "services/none", today=date(2026, 3, 21))
