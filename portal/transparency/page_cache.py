"""Rendered public pages, kept in memory until a release changes them.

The store holds their compressed bytes; in front of the app, whole answers are kept with headers.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from portal.time import clock
from portal.web.delivery import best_encoding, compressed
from portal.web.languages import DEFAULT_LANGUAGE, LANGUAGE_COOKIE, languages
from portal.web.metrics import ENDPOINT

# A release appears on every page at the latest after this long.
MARKER_SECONDS = 2.0
# What is not published, such as opening hours, appears at the latest after this long.
LIFE_SECONDS = 60.0
LIMIT_BYTES = 16 * 1024 * 1024
BROTLI_QUALITY = 9
ETAG_CHARACTERS = 20
LONG_AGO = float("-inf")

# Address, language and the few choices in the query that change what the page says.
PageKey = tuple[str, str, tuple[str, ...]]
# The app names the page it answered with under this key of the request's environment.
ANSWERED = "portal.cached_page"
# What a 304 may leave out because the reader holds it already.
OF_THE_BODY = frozenset({"content-length", "content-type", "content-encoding"})
Headers = list[tuple[str, str]]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """One page as it goes on the wire; each encoding is made when first asked for.

    ``changed_at`` is since when a published document is what it is; None for what is put together
    when somebody reads it: that moment is nobody else's to know.
    """

    body: bytes
    mimetype: str
    changed_at: datetime | None
    is_translated: bool
    etag: str = field(init=False)
    _packed: dict[str, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.body).hexdigest()[:ETAG_CHARACTERS]
        object.__setattr__(self, "etag", digest)

    def packed(self, encoding: str) -> bytes:
        """Return the body in ``encoding``: ``br``, ``gzip`` or ``identity``."""
        if encoding == "identity":
            return self.body
        found = self._packed.get(encoding)
        if found is None:
            found = compressed(self.body, encoding=encoding, quality=BROTLI_QUALITY)
            self._packed[encoding] = found
        return found


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """A page with the marker it was built under and the moment it must be built again."""

    page: CachedPage
    marker: str
    until_seconds: float


class PageCache:
    """Pages of the newest release, the least recently read dropped first; safe with threads."""

    def __init__(self, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._pages: OrderedDict[PageKey, CacheEntry] = OrderedDict()
        self._lock = threading.Lock()
        self._marker: str | None = None
        self._checked_at = LONG_AGO

    def marker(self, *, now_seconds: float, read: Callable[[], str]) -> str:
        """Return the marker of what is published; a change empties the cache.

        :param now_seconds: a clock that never goes back.
        :param read: asks the database; called at most once in ``MARKER_SECONDS``.
        """
        marker = self._marker
        if marker is not None and now_seconds - self._checked_at < MARKER_SECONDS:
            return marker
        marker = read()
        with self._lock:
            if marker != self._marker:
                self._pages.clear()
                self._held_bytes = 0
            self._marker, self._checked_at = marker, now_seconds
        return marker

    def is_current(self, held: CacheEntry, *, now_seconds: float) -> bool:
        """Whether ``held`` may be shown without asking the database anything."""
        is_fresh = now_seconds - self._checked_at < MARKER_SECONDS
        return is_fresh and held.marker == self._marker and now_seconds < held.until_seconds

    def find(self, key: PageKey, *, now_seconds: float) -> CacheEntry | None:
        """Return what is held under ``key``, or None when there is nothing or it is too old."""
        with self._lock:
            held = self._pages.get(key)
            if held is None or now_seconds >= held.until_seconds:
                return None
            self._pages.move_to_end(key)
            return held

    def keep(
        self, key: PageKey, page: CachedPage, *, marker: str, now_seconds: float
    ) -> CacheEntry:
        """Keep ``page``, unless it was built under a marker that has passed.

        :returns: the page to send: the one kept before, with its date and its packed forms,
            where nothing in it changed.
        """
        with self._lock:
            if marker != self._marker:
                return CacheEntry(page, marker=marker, until_seconds=LONG_AGO)
            before = self._forget(key)
            unchanged = before.page if before and before.page.etag == page.etag else page
            held = CacheEntry(unchanged, marker=marker, until_seconds=now_seconds + LIFE_SECONDS)
            self._pages[key] = held
            self._held_bytes += len(page.body)
            while self._held_bytes > self._limit_bytes:
                self._forget(next(iter(self._pages)))
            return held

    def _forget(self, key: PageKey) -> CacheEntry | None:
        held = self._pages.pop(key, None)
        self._held_bytes -= len(held.page.body) if held else 0
        return held


if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


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
        """Return a ``start_response`` that keeps a whole answer of a kept page."""

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
    return found.value if found and found.value in languages() else None


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
