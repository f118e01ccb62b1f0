"""The tablet at a desk: paired once, usable without a script, and what its script sends."""

import base64
import json
import re
import secrets
import sqlite3
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from portal.organisation.people.models import Posting
from portal.organisation.places.models import DeskRow, OfferChange, QuestionChange
from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.models import PairedDevice
from portal.rating.devices.service import invite_device, revoke_device
from portal.rating.mixing.inbox_models import InboxKey
from portal.rating.questionnaire.transport import NONCE_BYTES, sealed_box
from portal.survey.elements import ELEMENTS, Element
from portal.time import clock
from portal.time.months import month_of, months_back
from tests.factories.organisation import make_agency, make_desk, make_service
from tests.web.rating.conftest import ALL_GOOD, Citizen, City

PAGE, BOXES = "/kiosk/", "/kiosk/ratings"
KEY = "a-key-of-the-tablets-own"


@pytest.fixture
def tablet(city: City, citizen: Citizen) -> Citizen:
    """A tablet that is paired with desk dukcapil-1."""
    return paired(city, citizen, city.desk_id)


def paired(city: City, machine: Citizen, desk_id: int) -> Citizen:
    code = invite(city, desk_id)
    machine.open(PAGE)
    answer = machine.client.post("/kiosk/pair", data=machine.hidden() | {"code": code})
    assert answer.status_code == 303
    return machine


def invite(city: City, desk_id: int) -> str:
    def act(session: Any) -> str:
        return invite_device(
            session, desk_id=desk_id, kind=DeviceKind.KIOSK, name="Tablet", now=clock.now()
        )

    return str(city.change(act))


def send(tablet: Citizen, city: City, told: Any) -> TestResponse:
    """Send ``told`` the way the tablet's script does."""
    return send_words(tablet, city, json.dumps(told))


def send_words(tablet: Citizen, city: City, words: str) -> TestResponse:
    """Send a box that holds ``words``, whatever they are."""
    public = city.app.extensions["portal_rating"].transport.public
    message = words.encode()
    box = sealed_box(public, message, nonce=secrets.token_bytes(NONCE_BYTES))
    return tablet.client.post(BOXES, json={"box": base64.b64encode(box).decode()})


def told(**fields: Any) -> dict[str, Any]:
    answers = {name: [level] for name, level in ALL_GOOD.items()}
    return {"service": "ktp", "key": KEY, "answers": answers} | fields


def test_an_unpaired_tablet_shows_how_to_pair(citizen: Citizen) -> None:
    answer = citizen.open(PAGE)

    assert (answer.status_code, "Pasangkan tablet ini" in answer.text) == (401, True)
    assert citizen.client.post(PAGE, data=ALL_GOOD).status_code == 401


def test_a_wrong_code_does_not_pair(city: City, citizen: Citizen) -> None:
    citizen.open(PAGE)

    answer = citizen.client.post("/kiosk/pair", data=citizen.hidden() | {"code": "00000000"})

    assert (answer.status_code, "Kode ini salah" in answer.text) == (422, True)


def test_the_tablet_shows_its_desks_questions(tablet: Citizen) -> None:
    page = tablet.open(PAGE).text

    assert "<h1>Loket 1 - Pendaftaran</h1>" in page
    assert page.count('class="question"') == 9
    assert "Ada petugas yang melihat" in page
    assert 'name="comment"' not in page


def test_the_four_faces_differ_in_more_than_their_colour(tablet: Citizen) -> None:
    faces = re.findall(r'<symbol id="f\d".*?</symbol>', tablet.open(PAGE).text, re.DOTALL)
    outlines, drawn, filled = zip(
        *(re.findall(r' d="([^"]+)"', each) for each in faces), strict=True
    )

    assert len(faces) == 4
    # Brows and mouth differ between all four; the last two share a circle, one of it thick.
    assert len(set(drawn)) == 4
    assert len(set(outlines)) == 3
    assert ["stroke-width" in each for each in faces] == [False, False, False, True]
    assert len(set(filled)) >= 3


def test_without_a_script_a_rating_is_sent_and_the_page_returns(
    city: City, tablet: Citizen
) -> None:
    answer = tablet.rate(PAGE, watched="1")

    thanks = tablet.client.get(answer.location).text
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/kiosk/thanks")
    assert re.search(r'http-equiv="refresh" content="8;url=/kiosk/\?lang=id"', thanks)
    ((desk_id, channel, answers),) = city.ratings()
    assert (desk_id, channel, answers.was_watched) == (city.desk_id, "presence", True)


def test_without_a_script_mistakes_and_old_pages_keep_the_answers(
    city: City, tablet: Citizen
) -> None:
    mistake = tablet.rate(PAGE, {**ALL_GOOD, "time": ""})
    forged = tablet.rate(PAGE, csrf_token="forged")

    assert (mistake.status_code, forged.status_code, city.count()) == (422, 400, 0)
    assert len(re.findall(r'type="radio"[^>]* checked', forged.text)) == 9
    assert 'class="step start"' in mistake.text


def test_many_citizens_rate_at_one_tablet(city: City, tablet: Citizen) -> None:
    for _ in range(3):
        assert tablet.rate(PAGE).status_code == 303

    assert city.count() == 3


def test_a_desk_with_two_services_asks_for_one(city: City, citizen: Citizen) -> None:
    tablet = paired(city, citizen, city.desk_of_two_id)

    assert 'data-keep href="?service=kk&amp;lang=id"' in tablet.open(PAGE).text
    assert "data-choose" in tablet.open(f"{PAGE}?service=kk").text
    assert "Layanan apa" in tablet.send(PAGE, service="").text
    assert tablet.send(f"{PAGE}?service=kk").status_code == 303


def test_a_revoked_tablet_is_no_kiosk_any_more(city: City, tablet: Citizen) -> None:
    city.change(lambda session: revoke_device(session, session.query(PairedDevice).one().id))

    assert tablet.open(PAGE).status_code == 401
    assert send(tablet, city, told()).status_code == 401


def test_a_box_is_opened_and_stored_once(city: City, tablet: Citizen) -> None:
    answers = [send(tablet, city, told()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert answers[0].get_json() == {"state": "accepted"}
    ((desk_id, channel, opened),) = city.ratings()
    assert (desk_id, channel) == (city.desk_id, "presence")
    assert opened.scores == dict.fromkeys(ELEMENTS, 3)


def test_everything_in_a_box_is_taken(city: City, tablet: Citizen) -> None:
    more = {"officer": [str(city.officer_id)], "better": ["time", "cost"], "watched": ["1"]}

    send(tablet, city, told(answers=told()["answers"] | more))

    ((_, _, opened),) = city.ratings()
    assert (opened.officer_id, opened.was_watched) == (city.officer_id, True)
    assert opened.reasons == {Element.TIME, Element.COST}


def test_what_changed_while_the_network_was_away_spoils_nothing(
    city: City, tablet: Citizen
) -> None:
    """The desk closed, the service moved and the officer left; the citizen was there before."""

    def act(session: Any) -> None:
        change = {"service_id": city.ktp_id, "desk_id": city.desk_id, "is_offered": False}
        today = clock.today("Asia/Jakarta")
        session.add(OfferChange(period=month_of(today), decided_on=today, **change))
        session.query(Posting).delete()
        session.get(DeskRow, city.desk_id).retired_on = clock.today("Asia/Jakarta")

    city.change(act)
    more = {"officer": [str(city.officer_id)]}

    assert send(tablet, city, told(answers=told()["answers"] | more)).status_code == 200
    ((_, _, opened),) = city.ratings()
    assert (opened.service_id, opened.officer_id) == (city.ktp_id, None)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        {"answers": {}},
        told(key=None),
        told(key="short"),
        told(key="x" * 65),
        told(service=None),
        told(service="nothing"),
        told(service=["ktp"]),
        told(answers=[]),
        told(answers={}),
        told(answers={"time": [["3"]]}),
        told(answers={"time": {"deep": 1}}),
        told(answers=dict.fromkeys(ALL_GOOD, 3.5)),
    ],
)
def test_what_can_never_be_taken_is_given_up(city: City, tablet: Citizen, wrong: Any) -> None:
    answer = send(tablet, city, wrong)

    assert (answer.status_code, answer.get_json()["status"]) == (422, 422)
    assert city.count() == 0


@pytest.mark.parametrize(
    "body", [[], {}, {"box": 5}, {"box": "%%%"}, {"box": "AAAA"}, {"box": "A" * 20_000}]
)
def test_what_is_no_box_is_given_up(tablet: Citizen, body: Any) -> None:
    assert tablet.client.post(BOXES, json=body).status_code == 422


@pytest.mark.parametrize(
    "words",
    [
        "[" * 5_000 + "]" * 5_000,
        '{"answers":' + '{"a":' * 900 + "1" + "}" * 901,
        '{"answers": {"time": ' + "[" * 300 + "3" + "]" * 300 + "}}",
        '{"key": "\\ud800"}',
        '{"answers": NaN}',
    ],
    ids=lambda words: words[:16],
)
def test_a_box_that_is_nested_deep_or_no_json_is_given_up(
    city: City, tablet: Citizen, words: str
) -> None:
    answer = send_words(tablet, city, words)

    assert (answer.status_code, answer.get_json()["status"]) == (422, 422)
    assert city.count() == 0


@pytest.mark.parametrize("body", ["[" * 30_000, '{"box":' * 9_000, '{"box": "\\udfff"}'])
def test_a_body_that_is_nested_deep_is_given_up(tablet: Citizen, body: str) -> None:
    answer = tablet.client.post(BOXES, data=body, content_type="application/json")

    assert answer.status_code == 422


def test_a_tablet_waits_while_the_storage_is_away(
    city: City, tablet: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr("portal.rating.questionnaire.sending.submit_rating", away)

    answer = send(tablet, city, told())

    assert (answer.status_code, answer.get_json()["status"]) == (503, 503)
    assert answer.headers["Retry-After"] == "30"


def test_a_box_waits_when_nothing_can_be_stored(city: City, tablet: Citizen) -> None:
    city.change(lambda session: session.execute(update(InboxKey).values(state="closed")))

    assert send(tablet, city, told()).status_code == 503


def test_boxes_are_taken_at_a_tablets_pace(city: City, tablet: Citizen) -> None:
    statuses = [send(tablet, city, told()).status_code for _ in range(21)]

    assert statuses == [200] * 20 + [429]


def test_the_worker_and_the_manifest_lie_where_the_browser_needs_them(citizen: Citizen) -> None:
    worker = citizen.client.get("/kiosk/worker.js")
    manifest = citizen.client.get("/kiosk/manifest.webmanifest")

    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert "addEventListener" in worker.text
    assert (manifest.mimetype, manifest.json["display"]) == (
        "application/manifest+json",
        "fullscreen",
    )


@pytest.mark.parametrize("service", ["kk", "poli", "nothing", None])
def test_a_tablet_sends_only_what_its_desk_offers(
    city: City, tablet: Citizen, service: str | None
) -> None:
    def act(session: Any) -> None:
        agency = make_agency(session, "dinkes")
        make_desk(session, agency, "poli-1", services=(make_service(session, agency, "poli"),))

    city.change(act)

    assert send(tablet, city, told(service=service)).status_code == 422


def this_month(*, back: int = 0) -> str:
    return months_back(month_of(clock.today("Asia/Jakarta")), months=back)


@pytest.mark.parametrize(
    ("month", "has_cost", "status"),
    [
        (this_month(), False, 200),
        (this_month(back=1), True, 200),
        (this_month(back=1), False, 422),
        (this_month(back=2), True, 200),
        (this_month(back=3), True, 422),
        (this_month(back=-1), True, 422),
        ("soon", True, 422),
        (["2026-01"], True, 422),
        (None, True, 200),
        (None, False, 200),
    ],
)
def test_a_box_is_read_by_the_rules_of_the_month_it_names(
    city: City, tablet: Citizen, month: object, *, has_cost: bool, status: int
) -> None:
    """Everything was asked until last month; from this month on the cost is not."""

    def act(session: Any) -> None:
        fields = {"service_id": city.ktp_id, "left_out": "cost", "period": this_month()}
        session.add(QuestionChange(**fields, decided_on=clock.today("Asia/Jakarta")))

    city.change(act)
    answers = {key: each for key, each in told()["answers"].items() if key != "cost" or has_cost}

    assert send(tablet, city, told(answers=answers, month=month)).status_code == status


def test_the_page_of_a_tablet_says_whose_rules_it_shows(tablet: Citizen) -> None:
    assert f'data-month="{this_month()}"' in tablet.open(PAGE).text
