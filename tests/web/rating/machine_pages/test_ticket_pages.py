"""Staff issue visit tickets on a page; the codes are handed over once, and each opens the form."""

import csv
import io
import json
import re
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.audit_log.queries import entries
from portal.rating.machine_pages import ticket_routes
from portal.rating.machine_pages.ticket_forms import MOST_ON_A_PAGE
from portal.rating.mixing.inbox_models import Ticket
from portal.storage.own_programs import PrintingFailed
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_desk
from tests.staff import signed_in
from tests.web.rating.conftest import Citizen, City

TICKETS = "/admin/desks/tickets"


@pytest.fixture
def administrator(city: City) -> FlaskClient:
    return signed_in(city.app, Role.ADMINISTRATOR).client


def issue(client: FlaskClient, place: str, **fields: Any) -> TestResponse:
    page = client.get(TICKETS).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    sent = {"csrf_token": token[1], "place": place, "count": "24", "form": "csv"} | fields
    return client.post(TICKETS, data=sent)


def test_each_ticket_of_the_table_opens_the_form_once(
    city: City, administrator: FlaskClient, citizen: Citizen
) -> None:
    answer = issue(administrator, f"desk-{city.desk_id}", count="2")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "tiket-dukcapil-1-2.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len({row["ticket"] for row in rows}) == city.count(Ticket) == 2
    address = "/t/" + rows[0]["ticket"]
    assert rows[0]["url"].endswith(address)
    assert citizen.rate(address).status_code == 303
    assert citizen.open(address).status_code == 410


def test_sheets_hold_as_many_tickets_as_were_asked_for(
    city: City, administrator: FlaskClient
) -> None:
    answer = issue(administrator, f"agency-{city.agency_id}", count="25", form="pdf")

    pages = pypdfium2.PdfDocument(answer.data)
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert answer.mimetype == "application/pdf"
    assert len(pages) == 2
    assert text.count("Dinas Kependudukan") == 25


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": "0"},
        {"count": str(MOST_ON_A_PAGE + 1)},
        {"count": "banyak"},
        {"count": ""},
        {"place": "desk-999"},
        {"place": "city-1"},
        {"form": "docx"},
    ],
)
def test_what_cannot_be_issued_is_asked_again_and_nothing_is_stored(
    city: City, administrator: FlaskClient, wrong: dict[str, str]
) -> None:
    fields = {"place": f"desk-{city.desk_id}"} | wrong

    answer = issue(administrator, fields.pop("place"), **fields)

    assert (answer.status_code, city.count(Ticket)) == (422, 0)


def test_a_head_issues_for_the_own_agency_only(city: City) -> None:
    def act(session: Any) -> int:
        agency = make_agency(session, "dinsos")
        make_desk(session, agency, "dinsos-1")
        return int(agency.id)

    other_id = city.change(act)
    own = signed_in(city.app, Role.AGENCY_HEAD, agency_id=city.agency_id).client
    other = signed_in(city.app, Role.AGENCY_HEAD, agency_id=other_id).client

    assert issue(other, f"desk-{city.desk_id}").status_code == 422
    assert issue(own, f"desk-{city.desk_id}").status_code == 200
    assert "Loket 1 - Pendaftaran" in own.get(TICKETS).text.split("<tbody>")[1]
    assert "<tbody>" not in other.get(TICKETS).text


def test_the_list_tells_what_was_issued_and_never_what_was_spent(
    city: City, administrator: FlaskClient, citizen: Citizen
) -> None:
    """Whoever looks before and after a visitor would count them one by one."""
    answer = issue(administrator, f"desk-{city.desk_id}", count="3")
    before = administrator.get(TICKETS).text.partition("<tbody>")[2].partition("</tbody>")[0]
    code = next(csv.DictReader(io.StringIO(answer.text)))["ticket"]

    assert citizen.rate(f"/t/{code}").status_code == 303

    after = administrator.get(TICKETS).text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert before == after
    assert ">3<" in after


def test_issuing_is_on_record_with_the_place_and_the_count(
    city: City, administrator: FlaskClient
) -> None:
    issue(administrator, f"desk-{city.desk_id}", count="5")

    with city.app.app_context():
        found = [each.entry for each in entries(db.session())]
    (entry,) = [each for each in found if each.action == "tickets.issue"]
    assert (entry.subject, json.loads(entry.detail)) == ("desk:dukcapil-1", {"count": 5})


def test_sheets_that_cannot_be_drawn_are_said_to_be_lost(
    city: City, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise PrintingFailed("TimeoutExpired")

    monkeypatch.setattr(ticket_routes, "handed_over", fail)

    answer = issue(administrator, f"desk-{city.desk_id}", form="pdf")

    assert answer.status_code == 503
    assert 'role="alert"' in answer.text
    assert "Buat sekali lagi" in answer.text
