"""Queue machines fetch tickets with a key of their agency; every refusal says why."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.rating.devices.domain import secret_hash
from portal.rating.devices.key_queries import api_keys
from portal.rating.devices.keys import create_api_key, revoke_api_key
from portal.rating.devices.models import ApiKey
from portal.rating.mixing.inbox_models import Ticket
from portal.rating.questionnaire import api_routes as api
from tests.factories.organisation import make_agency, make_desk, make_service
from tests.web.rating.conftest import Citizen, City


@pytest.fixture
def key(city: City) -> str:
    return str(
        city.change(lambda s: create_api_key(s, agency_id=city.agency_id, name="Mesin antrean"))
    )


@pytest.fixture
def client(city: City) -> FlaskClient:
    return city.app.test_client()


def ask(client: FlaskClient, key: str | None, body: Any = None, **fields: Any) -> TestResponse:
    wanted = {"code": "dukcapil-1", "count": 100} | fields if body is None else body
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return client.post("/api/v1/tickets", json=wanted, headers=headers)


@pytest.mark.parametrize("code", ["dukcapil-1", "ktp", "dukcapil"])
def test_a_stock_of_tickets_is_issued(
    city: City, client: FlaskClient, citizen: Citizen, key: str, code: str
) -> None:
    answer = ask(client, key, code=code)

    body = answer.get_json()
    assert (answer.status_code, len(set(body["tickets"]))) == (201, 100)
    assert body["address"] == "http://localhost/t/"
    assert set(body) == {"tickets", "expires_on", "address"}
    assert city.count(Ticket) == 100
    assert citizen.open(f"/t/{body['tickets'][0]}").status_code == 200


@pytest.mark.parametrize("given", [None, "", "loket_wrong", "x y", "\u00e9"])
def test_without_a_good_key_nothing_is_issued(
    city: City, client: FlaskClient, given: str | None
) -> None:
    answer = ask(client, given)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.get_json()["status"] == 401
    assert city.count(Ticket) == 0


def test_a_key_that_was_taken_back_is_good_for_nothing(
    city: City, client: FlaskClient, key: str
) -> None:
    def act(session: Any) -> None:
        (known,) = api_keys(session)
        revoke_api_key(session, known.id)

    city.change(act)

    assert ask(client, key).status_code == 401


def test_a_key_speaks_for_its_own_agency_only(city: City, client: FlaskClient, key: str) -> None:
    def act(session: Any) -> None:
        agency = make_agency(session, "dinsos")
        make_desk(session, agency, "dinsos-1", services=(make_service(session, agency, "sktm"),))

    city.change(act)

    assert [ask(client, key, code=code).status_code for code in ("dinsos-1", "sktm", "dinsos")] == [
        403,
        403,
        403,
    ]
    assert city.count(Ticket) == 0


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"count": 99}, 422),
        ({"count": 5001}, 422),
        ({"count": "100"}, 422),
        ({"count": True}, 422),
        ({"code": 5}, 422),
        ({"for": "moon"}, 422),
        ({"for": []}, 422),
        ({"code": "nothing"}, 404),
        ({"for": "agency"}, 404),
    ],
)
def test_a_wrong_request_says_what_is_wrong(
    client: FlaskClient, key: str, fields: dict[str, Any], status: int
) -> None:
    answer = ask(client, key, **fields)

    assert (answer.status_code, answer.get_json()["status"]) == (status, status)
    assert answer.get_json()["error"]


def test_a_code_of_two_places_needs_the_kind(city: City, client: FlaskClient, key: str) -> None:
    city.change(lambda session: make_service(session, make_agency(session, "dinsos"), "dukcapil-1"))

    assert ask(client, key).status_code == 422
    assert ask(client, key, **{"for": "desk"}).status_code == 201


@pytest.mark.parametrize("body", [[], "x", 5])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, key: str, body: Any) -> None:
    assert ask(client, key, body=body).status_code == 400


def test_a_body_that_is_no_json_is_refused(client: FlaskClient, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}

    answers = [
        client.post("/api/v1/tickets", data=b"{", headers=headers, content_type=kind)
        for kind in ("application/json", "text/plain", None)
    ]

    assert [answer.status_code for answer in answers] == [400, 415, 415]


def test_wrong_keys_are_limited_and_never_hurt_a_good_one(client: FlaskClient, key: str) -> None:
    statuses = [ask(client, f"loket_{number}").status_code for number in range(61)]

    assert statuses == [401] * 60 + [429]
    assert ask(client, key).status_code == 201


def test_calls_of_one_key_are_limited(
    client: FlaskClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "CALLS_AN_HOUR", 2)
    statuses = [ask(client, key).status_code for _ in range(3)]

    assert statuses == [201, 201, 429]


def test_the_key_is_stored_only_as_a_hash(city: City, key: str) -> None:
    stored = city.change(lambda session: session.query(ApiKey).one())

    assert stored.key_hash == secret_hash(key)
    assert key.startswith("loket_")
