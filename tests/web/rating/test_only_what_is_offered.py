"""Whatever the way in, a rating holds what its desk offers and nothing else.

Every way is tried: poster, ticket, screen, the tablet's form, its box.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.organisation import (
    make_agency,
    make_desk,
    make_officer,
    make_posting,
    make_service,
)
from tests.web.rating.conftest import ALL_GOOD, POSTER, Citizen, City
from tests.web.rating.limits.test_presence_cap import FORM, scanned
from tests.web.rating.questionnaire.test_kiosk_pages import KEY, paired, told
from tests.web.rating.questionnaire.test_kiosk_pages import send as send_box
from tests.web.rating.questionnaire.test_ticket_pages import issue

# Who sends, and to which address.
Sender = Callable[[City], tuple[Citizen, str]]
FORMS: dict[str, Sender] = {
    "poster": lambda city: (Citizen(city.app), f"/r/{POSTER}"),
    "ticket of the agency": lambda city: (Citizen(city.app), f"/t/{issue(city, 'dukcapil')[0]}"),
    "ticket of the desk": lambda city: (Citizen(city.app), f"/t/{issue(city)[0]}"),
    "screen": lambda city: (scanned(city), FORM),
    "tablet": lambda city: (paired(city, Citizen(city.app), city.desk_id), "/kiosk/"),
}
OTHERS = ("kk", "poli")


@pytest.fixture
def others_officer(city: City) -> int:
    """Add a desk of another agency, with its service, and return an officer who serves there."""

    def act(session: Any) -> int:
        agency = make_agency(session, "dinkes")
        desk = make_desk(
            session, agency, "poli-1", services=(make_service(session, agency, "poli"),)
        )
        officer = make_officer(session, "2001", badge_name="Rina", badge_number="K-01")
        make_posting(session, officer, desk)
        return int(officer.id)

    return int(city.change(act))


def named(city: City) -> set[tuple[int, int | None, int | None]]:
    """Return (desk, service, officer) of all that lies in the inbox."""
    return {(desk, each.service_id, each.officer_id) for desk, _, each in city.ratings()}


@pytest.mark.parametrize("service", OTHERS)
@pytest.mark.parametrize("way", FORMS)
def test_no_form_brings_in_another_desks_service(
    city: City, others_officer: int, way: str, service: str
) -> None:
    sender, address = FORMS[way](city)
    sender.open(address)
    for query in ("", f"?service={service}"):
        sender.send(f"{address}{query}", service=service, desk="poli-1")

    assert named(city) <= {(city.desk_id, city.ktp_id, None)}


@pytest.mark.parametrize("way", FORMS)
def test_no_form_brings_in_another_desks_officer(city: City, others_officer: int, way: str) -> None:
    sender, address = FORMS[way](city)
    sender.rate(address, officer=str(others_officer))

    assert named(city) <= {(city.desk_id, city.ktp_id, None)}


def test_no_box_of_a_tablet_brings_in_what_another_desk_offers(
    city: City, others_officer: int
) -> None:
    tablet = paired(city, Citizen(city.app), city.desk_id)
    officer = {name: [level] for name, level in ALL_GOOD.items()} | {
        "officer": [str(others_officer)]
    }

    statuses = [send_box(tablet, city, told(service=each)).status_code for each in OTHERS]
    taken = send_box(tablet, city, told(answers=officer, key=f"{KEY}-2", desk="poli-1"))

    assert (statuses, taken.status_code) == ([422, 422], 200)
    assert named(city) == {(city.desk_id, city.ktp_id, None)}


def test_a_tablet_speaks_for_its_desk_alone(city: City, others_officer: int) -> None:
    """Its secret opens no other desk's form and issues no tickets."""
    tablet = paired(city, Citizen(city.app), city.desk_of_two_id)
    (secret,) = (
        each.value for each in tablet.client._cookies.values() if each.key.endswith("kiosk")
    )
    as_key = {"Authorization": f"Bearer {secret}"}
    wanted = {"code": "dukcapil-2", "count": 100}

    assert tablet.client.post("/api/v1/tickets", json=wanted, headers=as_key).status_code == 401
    assert tablet.open("/p/poli-1").status_code == 403
    assert tablet.open("/screen/dukcapil-2/qr.svg").status_code == 403
    assert tablet.rate("/kiosk/?service=poli").status_code != 303
    assert named(city) == set()
