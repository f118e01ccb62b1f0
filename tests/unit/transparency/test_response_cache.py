"""What stands before the app gives its answers again, and asks it whenever in doubt."""

from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import Client, create_environ
from werkzeug.wrappers import Request, Response

from portal.time import clock
from portal.transparency.page_cache import (
    ANSWERED,
    LIFE_SECONDS,
    MARKER_SECONDS,
    CachedPage,
    PageCache,
    ResponseCache,
)


class App:
    """Answers every request with a kept page and counts how often it was asked."""

    def __init__(self, store: PageCache) -> None:
        self.asked = 0
        self.status = 200
        self.body = b"a page of some length"
        self.cookie = ""
        self._store = store

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        now_seconds = clock.ticking_seconds()
        marker = self._store.marker(now_seconds=now_seconds, read=lambda: "marker")
        changed_at = datetime(2026, 11, 5, tzinfo=UTC)
        page = CachedPage(self.body, "text/html", changed_at, is_translated=True)
        key = (environ["PATH_INFO"], "id", ())
        environ[ANSWERED] = self._store.keep(key, page, marker=marker, now_seconds=now_seconds)
        response = Response(self.body, status=self.status, mimetype="text/html")
        response.set_etag(page.etag)
        if self.cookie:
            response.set_cookie("session", self.cookie)
        return response.make_conditional(Request(environ))(environ, start_response)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [100.0]
    monkeypatch.setattr(clock, "ticking_seconds", lambda: moment[0])
    return moment


@pytest.fixture
def app() -> App:
    return App(PageCache())


@pytest.fixture
def reader(app: App) -> Client:
    return Client(ResponseCache(app, app._store), use_cookies=False)


def test_the_app_is_asked_once(app: App, reader: Client) -> None:
    answers = [reader.get("/").data for _ in range(3)]

    assert answers == [app.body] * 3
    assert app.asked == 1


def test_head_and_304_are_answered_without_the_app(app: App, reader: Client) -> None:
    first = reader.get("/")

    head = reader.head("/")
    unchanged = reader.get("/", headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(app.body))
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert "Content-Length" not in unchanged.headers
    assert app.asked == 1


def test_a_page_that_changed_is_sent_whole(reader: Client) -> None:
    reader.get("/")

    assert reader.get("/", headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize(
    "request_of",
    [
        {"query_string": "sort=ikm"},
        {"method": "POST"},
        {"headers": {"If-Modified-Since": "Thu, 05 Nov 2026 00:00:00 GMT"}},
        {"headers": {"Cookie": "lang=xx"}},
        {"headers": {"Cookie": "a@b=1; lang=en"}},
        {"headers": {"Cookie": "language=1"}},
    ],
    ids=["query", "post", "by date", "unknown language", "broken cookie", "another cookie"],
)
def test_whatever_is_not_plain_goes_to_the_app(
    app: App, reader: Client, request_of: dict[str, Any]
) -> None:
    reader.get("/")

    reader.open(create_environ("/", **request_of))

    assert app.asked == 2


def test_languages_and_encodings_are_told_apart(app: App, reader: Client) -> None:
    for headers in ({}, {"Cookie": "lang=en"}, {"Accept-Encoding": "br"}):
        reader.get("/", headers=headers)
        reader.get("/", headers=headers)

    assert app.asked == 3


@pytest.mark.parametrize("seconds", [MARKER_SECONDS, LIFE_SECONDS])
def test_the_app_is_asked_again_after_a_while(
    app: App, reader: Client, now: list[float], seconds: float
) -> None:
    reader.get("/")

    now[0] += seconds
    reader.get("/")

    assert app.asked == 2


@pytest.mark.parametrize(("status", "method"), [(404, "GET"), (200, "HEAD")])
def test_only_whole_good_answers_are_remembered(
    app: App, reader: Client, status: int, method: str
) -> None:
    app.status = status
    reader.open("/", method=method)

    reader.open("/", method=method)

    assert app.asked == 2


def test_a_cookie_is_given_to_nobody_but_its_owner(app: App, reader: Client) -> None:
    app.cookie = "a session of one person"
    reader.get("/")
    app.cookie = ""

    assert "Set-Cookie" not in reader.get("/").headers
    assert app.asked == 2


def test_holds_no_more_than_it_may(app: App) -> None:
    reader = Client(ResponseCache(app, app._store, limit_bytes=2 * len(app.body)))
    for address in ("/a", "/b", "/c"):
        reader.get(address)

    reader.get("/a")

    assert app.asked == 4


def test_an_answer_in_place_of_another_does_not_count_twice(app: App, now: list[float]) -> None:
    reader = Client(ResponseCache(app, app._store, limit_bytes=2 * len(app.body)))
    for _ in range(4):
        reader.get("/a")
        now[0] += MARKER_SECONDS
    reader.get("/a")
    asked = app.asked

    reader.get("/a")

    assert app.asked == asked


def test_answers_that_are_not_kept_pages_pass_through() -> None:
    def plain(environ: Any, start_response: Any) -> Any:
        return Response(b"thanks")(environ, start_response)

    reader = Client(ResponseCache(plain, PageCache()))

    assert [reader.get("/thanks").data for _ in range(2)] == [b"thanks"] * 2
