"""A view reads forms or JSON, never both; JSON of strangers has bounds."""

import ast
import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.access import Role
from portal.web.request_gate import MOST_LEVELS, JsonUnreadable, read_json
from tests.staff import signed_in
from tests.web.every_endpoint import Way, ways
from tests.web.rating.conftest import City

PORTAL = Path(__file__).resolve().parents[2] / "portal"
POSTS = [way for way in ways() if way.method == "POST"]
DEEP = "[" * 30_000 + "]" * 30_000
BODIES = ("1", "[]", "{}", '"text"', "null", "{", '{"code": ["x"]}', DEEP, '"\\ud800"', "NaN")


def reads_json(app: Flask, way: Way) -> bool:
    return bool(getattr(app.view_functions[way.endpoint], "reads_json", False))


@pytest.fixture
def everybody(app: Flask) -> list[FlaskClient]:
    """A stranger, and somebody who may do everything."""
    city = City(app)
    staff = signed_in(app, *Role, agency_id=city.agency_id, officer_id=city.officer_id).client
    return [app.test_client(), staff]


def test_json_on_a_route_of_forms_is_refused_by_its_type(
    app: Flask, everybody: list[FlaskClient]
) -> None:
    for way in POSTS:
        for client in everybody:
            for body in BODIES:
                answer = client.post(way.path, data=body, content_type="application/json")

                assert (answer.status_code == 415) is not reads_json(app, way), way
                assert answer.status_code < 500, (way, body[:20])


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/json; x", ""])
def test_a_body_of_another_type_is_refused(app: Flask, kind: str) -> None:
    client = app.test_client()

    for path in ("/complaints/new", "/kiosk/ratings"):
        answer = client.post(path, data=b"text=x", content_type=kind)
        expected = kind.startswith("application/json") and path == "/kiosk/ratings"
        assert (answer.status_code == 415) is not expected


def test_a_form_on_a_route_of_json_is_refused_as_data(app: Flask) -> None:
    answer = app.test_client().post("/kiosk/ratings", data={"box": "x"})

    assert answer.status_code == 415
    assert answer.get_json()["status"] == 415


def test_a_refused_type_has_a_page_that_says_what_to_do(client: FlaskClient) -> None:
    answer = client.post("/complaints/new?lang=en", json={})

    assert "This kind of content is not accepted here" in answer.text


def test_a_post_without_a_body_passes(client: FlaskClient) -> None:
    assert client.post("/complaints/new").status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        DEEP,
        "[" * MOST_LEVELS + "1" + "]" * MOST_LEVELS,
        '{"a":' * MOST_LEVELS + "1" + "}" * MOST_LEVELS,
        '"\\ud800"',
        '{"\\udfff": 1}',
        "NaN",
        "[Infinity]",
        b"\xff\xfe",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_json_that_could_harm_is_unreadable(text: str | bytes) -> None:
    with pytest.raises(JsonUnreadable):
        read_json(text)


@pytest.mark.parametrize(
    "value",
    [None, 1, "kata", "\U0001f600", [[[1]]], {"a": {"b": ["c", 1.5, True]}}],
)
def test_ordinary_json_is_read(value: object) -> None:
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


def test_the_deepest_json_that_is_read() -> None:
    inner = MOST_LEVELS - 1
    assert read_json("[" * inner + "1" + "]" * inner)


def test_no_view_reads_the_json_of_a_request_in_another_way() -> None:
    """What strangers send is read by one function, which has bounds."""
    found = [
        str(path.relative_to(PORTAL))
        for path in PORTAL.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and (
            node.attr in {"get_json", "on_json_loading_failure"}
            or (
                node.attr in {"json", "is_json"}
                and isinstance(node.value, ast.Name)
                and node.value.id == "request"
            )
        )
    ]

    assert found == []
