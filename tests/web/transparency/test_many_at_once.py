"""A hundred different questions at once cost what a few cost."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.organisation.places.search_index import LONGEST_QUERY, MOST_RESULTS, MOST_WORDS
from portal.publication.reports.content import Report
from portal.time import clock
from portal.transparency.page_cache import LIFE_SECONDS
from portal.transparency.routes import reports, search
from portal.web.request_gate import PLACES

MANY = 100
# As many as a worker works at; more of them wait before its gate.
AT_ONCE = PLACES


def ask_many(app: Flask, addresses: list[str]) -> list[int]:
    """Return the status of each address, asked for at the same time as many others."""

    def ask(address: str) -> int:
        return app.test_client().get(address, buffered=True).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(ask, addresses))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was read from the database for searching, one entry a time."""
    times: list[object] = []
    read = search.directory

    def counting(*words: object, **options: object) -> object:
        times.append(options)
        return read(*words, **options)

    monkeypatch.setattr(search, "directory", counting)
    return times


def test_a_hundred_different_searches_read_the_places_once(
    city: Flask, built: list[object]
) -> None:
    statuses = ask_many(city, [f"/search?q=loket+{number}" for number in range(MANY)])

    assert Counter(statuses) == {200: MANY}
    assert len(built) == 1


def test_the_places_are_read_again_after_a_while(
    reader: FlaskClient, built: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get("/search?q=loket")
    later = clock.ticking_seconds() + LIFE_SECONDS
    monkeypatch.setattr(clock, "ticking_seconds", lambda: later)
    reader.get("/search?q=loket")

    assert len(built) == 2


def test_a_search_may_be_kept_and_is_not_sent_twice(reader: FlaskClient) -> None:
    first = reader.get("/search?q=loket")
    again = reader.get("/search?q=loket", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in first.headers["Vary"]
    assert (again.status_code, again.data) == (304, b"")


def test_a_search_is_as_long_as_it_may_be(reader: FlaskClient) -> None:
    page = reader.get("/search", query_string={"q": "l" * 5000}).get_data(as_text=True)

    assert "l" * LONGEST_QUERY in page
    assert "l" * (LONGEST_QUERY + 1) not in page
    assert page.count("<li>") <= MOST_RESULTS


def test_words_beyond_the_first_few_are_not_looked_for(read: Callable[[str], str]) -> None:
    words = "+".join(["zzz"] * MOST_WORDS)

    assert "Dinas Kependudukan" in read("/search?q=zzz+kependudukan")
    assert "Dinas Kependudukan" not in read(f"/search?q={words}+kependudukan")
    assert "Tidak ditemukan" in read("/search?q=a+zzz")


class Printer:
    """Draws, and counts how many draw at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0
        self.drawn = 0

    def __call__(self, report: Report) -> bytes:
        with self._lock:
            self._now += 1
            self.drawn += 1
            self.most = max(self.most, self._now)
        with self._lock:
            self._now -= 1
        return b"%PDF-drawn"


def test_a_hundred_reports_at_once_are_drawn_one_after_the_other(
    city: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = Printer()
    monkeypatch.setattr(reports, "printed", printer)
    address = "/agencies/disdukcapil/report/2026-10.pdf"

    statuses = Counter(ask_many(city, [address] * MANY))

    assert statuses[200] + statuses[503] == MANY
    assert statuses[200] >= 1
    assert (printer.most, printer.drawn) == (1, 1)


def test_a_report_that_was_drawn_is_found_without_building_it_again(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "printed", Printer())
    address = "/agencies/disdukcapil/report/2026-10.pdf"
    first = reader.get(address)

    def refuse(*words: object, **options: object) -> object:
        raise AssertionError("built again")

    monkeypatch.setattr(reports, "build_public", refuse)

    assert reader.get(address).data == first.data == b"%PDF-drawn"
