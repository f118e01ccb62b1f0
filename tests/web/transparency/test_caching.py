"""Pages are kept, compressed and answered with 304 while nothing changed."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal.time import clock
from portal.transparency.page_cache import LIFE_SECONDS, MARKER_SECONDS
from portal.transparency.routes import cached
from portal.web.extensions import db
from tests.factories import organisation, published

PAGES = ("/", "/desks/disdukcapil-2", "/methodology", "/city.json", "/city.csv")


@pytest.fixture(autouse=True)
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass on the clock that only ticks."""
    now = [1_000.0]
    monkeypatch.setattr(clock, "ticking_seconds", lambda: now[0])

    def add(seconds: float) -> None:
        now[0] += seconds

    return add


@pytest.mark.parametrize("address", PAGES)
def test_an_unchanged_page_answers_304_without_a_body(reader: FlaskClient, address: str) -> None:
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["/city.json", "/city.csv"])
def test_an_unchanged_document_is_told_by_its_date_too(reader: FlaskClient, address: str) -> None:
    first = reader.get(address)

    again = reader.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert again.status_code == 304


@pytest.mark.parametrize("address", [*PAGES, "/search?q=loket", "/data/", "/robots.txt"])
def test_no_answer_tells_when_somebody_read_it(
    reader: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept for a minute says nothing of who opened it first: only days of publication."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 3, 17, 41, tzinfo=UTC))
    reader.get(address)

    headers = reader.get(address).headers

    assert "17:41" not in str({**headers, "Date": ""})
    assert headers.get("Last-Modified", "17:00:00 GMT").endswith("17:00:00 GMT")


@pytest.mark.parametrize("address", PAGES)
def test_a_head_request_says_the_same_without_a_body(reader: FlaskClient, address: str) -> None:
    full, head = reader.get(address), reader.head(address)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == full.headers["ETag"]


def test_every_encoding_holds_the_same_page_under_its_own_tag(reader: FlaskClient) -> None:
    plain = reader.get("/")
    packed = reader.get("/", headers={"Accept-Encoding": "gzip"})
    smallest = reader.get("/", headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.data) == brotli.decompress(smallest.data) == plain.data
    assert len({answer.headers["ETag"] for answer in (plain, packed, smallest)}) == 3
    assert smallest.headers["Content-Encoding"] == "br"


def test_pages_vary_by_language_and_files_do_not(reader: FlaskClient) -> None:
    assert reader.get("/").headers["Vary"] == "Accept-Encoding, Cookie"
    assert reader.get("/city.json").headers["Vary"] == "Accept-Encoding"


def test_languages_are_kept_apart(reader: FlaskClient) -> None:
    indonesian = reader.get("/").data
    english = reader.get("/?lang=en").data
    reader.get("/?lang=id")

    assert indonesian != english
    assert reader.get("/").data == indonesian


def test_a_kept_page_asks_the_database_nothing(city: Flask) -> None:
    reader = city.test_client()
    reader.get("/")
    asked: list[str] = []
    with city.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    reader.get("/")

    assert asked == []


def test_a_release_appears_within_seconds(city: Flask, pass_time: Callable[[float], None]) -> None:
    reader = city.test_client()
    before = reader.get("/").data
    with city.app_context():
        newer = replace(published.city(), headline=published.figure(90))
        published.publish(db.session(), newer, period="2026-11")

    pass_time(MARKER_SECONDS)

    assert reader.get("/").data != before


def test_what_is_not_published_appears_within_a_minute(
    city: Flask, pass_time: Callable[[float], None]
) -> None:
    reader = city.test_client()
    first = reader.get("/desks/disdukcapil-7")
    with city.app_context():
        session = db.session()
        agency = organisation.make_agency(session, "dinkes", name="Dinas Kesehatan")
        organisation.make_desk(session, agency, "dinkes-1")
        published.publish(session, published.document(published.DESK), period="2026-11")

    pass_time(LIFE_SECONDS)

    assert reader.get("/desks/disdukcapil-7").headers["ETag"] == first.headers["ETag"]


def test_the_day_is_part_of_what_is_kept(
    city: Flask, pass_time: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = city.test_client()
    assert "terlambat" not in reader.get("/").get_data(as_text=True)
    later = clock.now().replace(month=12, day=7)
    monkeypatch.setattr(clock, "now", lambda: later)

    pass_time(MARKER_SECONDS)

    page = reader.get("/").get_data(as_text=True)
    assert "Terbitan November 2026 terlambat sejak 5 Desember 2026." in page


def test_a_database_that_is_gone_is_said_and_comes_back(
    city: Flask, pass_time: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = city.test_client()
    reader.get("/")

    def gone(session: object) -> str:
        raise OperationalError("SELECT", {}, Exception("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(cached, "release_marker", gone)
        pass_time(MARKER_SECONDS)
        assert reader.get("/").status_code == 503

    assert reader.get("/").status_code == 200


def test_pages_not_found_are_never_kept(reader: FlaskClient) -> None:
    assert reader.get("/desks/nobody").headers["Cache-Control"] == "no-store"


def test_the_city_page_is_light(reader: FlaskClient) -> None:
    weights = [
        len(reader.get(address, headers={"Accept-Encoding": "br"}).data)
        for address in ("/", "/static/portal.css", "/static/public.css")
    ]

    assert sum(weights) < 30_000
