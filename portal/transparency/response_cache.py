"""Answers kept pages before the app is asked: a page of a release is a lookup and bytes."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from portal.time import clock
from portal.transparency.page_cache import LIMIT_BYTES, CacheEntry, PageCache
from portal.web.delivery import best_encoding
from portal.web.formatting import DEFAULT_LANGUAGE, LANGUAGE_COOKIE, LANGUAGES
from portal.web.metrics import ENDPOINT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# The app names the page it answered with under this key of the request's environment.
ANSWERED = "portal.cached_page"
# What a 304 may leave out because the reader holds it already.
OF_THE_BODY = frozenset({"content-length", "content-type", "content-encoding"})

Headers = list[tuple[str, str]]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """An answer as the app gave it, with all its headers."""

    held: CacheEntry
    body: bytes
    headers: Headers
    unchanged: Headers
    etag: str
    endpoint: str


class ResponseCache:
    """Stands before the app and gives again what the app answered while nothing changed.

    It holds only answers to plain addresses without a query; everything else, and everything
    while the marker of the release is due to be read again, is the app's to answer.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        store: PageCache,
        *,
        limit_bytes: int = LIMIT_BYTES,
        language_cookie: str = LANGUAGE_COOKIE,
    ) -> None:
        self._app = app
        self._language_cookie = language_cookie
        self._store = store
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._ready: dict[Key, CachedResponse] = {}
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer from memory where that is right, else ask the app."""
        if environ.get("QUERY_STRING") or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        key = _key(environ, self._language_cookie)
        if key is None:
            return self._app(environ, start_response)
        ready = self._ready.get(key)
        if ready is None or not self._is_good(ready, environ):
            return self._app(environ, self._watching(key, environ, start_response=start_response))
        return _answer(ready, environ, start_response=start_response)

    def _is_good(self, ready: CachedResponse, environ: "WSGIEnvironment") -> bool:
        """Whether the answer still stands and the question is one that can be answered here."""
        asks_by_date = "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ
        return not asks_by_date and self._store.is_current(
            ready.held, now_seconds=clock.ticking_seconds()
        )

    def _watching(
        self, key: Key, environ: "WSGIEnvironment", *, start_response: "StartResponse"
    ) -> "StartResponse":
        """Return a ``start_response`` that remembers a whole answer of a kept page."""

        def watch(status: str, headers: Headers, *failure: Any) -> Callable[..., object]:
            held = environ.get(ANSWERED)
            is_whole = status == "200 OK" and environ["REQUEST_METHOD"] == "GET"
            if held is not None and is_whole and not _is_personal(headers):
                endpoint = getattr(environ.get("werkzeug.request"), "endpoint", "")
                self._remember(key, _ready(held, headers, endpoint=endpoint))
            return start_response(status, headers, *failure)

        return watch

    def _remember(self, key: Key, ready: CachedResponse) -> None:
        with self._lock:
            before = self._ready.get(key)
            self._held_bytes += len(ready.body) - (len(before.body) if before else 0)
            self._ready[key] = ready
            if self._held_bytes > self._limit_bytes:
                self._ready.clear()
                self._held_bytes = 0


def _key(environ: "WSGIEnvironment", language_cookie: str) -> Key | None:
    language = _language(environ.get("HTTP_COOKIE", ""), name=language_cookie)
    if language is None:
        return None
    return environ["PATH_INFO"], language, best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))


def _language(cookies: str, *, name: str) -> str | None:
    """Return the language a reader chose earlier; None where only the app can tell."""
    if name not in cookies:
        return DEFAULT_LANGUAGE
    try:
        found = SimpleCookie(cookies).get(name)
    except CookieError:
        return None
    return found.value if found and found.value in LANGUAGES else None


def _is_personal(headers: Headers) -> bool:
    """Whether an answer hands a cookie to the one reader it was made for."""
    return any(name.lower() == "set-cookie" for name, _ in headers)


def _ready(held: CacheEntry, headers: Headers, *, endpoint: str) -> CachedResponse:
    named = {name.lower(): value for name, value in headers}
    return CachedResponse(
        held=held,
        body=held.page.packed(named.get("content-encoding", "identity")),
        headers=list(headers),
        unchanged=[(name, value) for name, value in headers if name.lower() not in OF_THE_BODY],
        etag=named["etag"],
        endpoint=endpoint,
    )


def _answer(
    ready: CachedResponse, environ: "WSGIEnvironment", *, start_response: "StartResponse"
) -> Iterable[bytes]:
    environ[ENDPOINT] = ready.endpoint
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if ready.etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        start_response("304 NOT MODIFIED", ready.unchanged)
        return ()
    start_response("200 OK", ready.headers)
    return () if environ["REQUEST_METHOD"] == "HEAD" else (ready.body,)
