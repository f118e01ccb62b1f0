"""Checks of every request: a place, a body of the right kind, the headers of its answer.

A statement that is stuck holds its thread until its deadline. A worker has a few threads more
than places here, so that stuck requests never hold them all, and a thread is always left for
``/healthz``. While others are answered, one without a place waits. When no request has entered or
left for two seconds, the places are stuck, and a new request is refused at once; its page shows
the form that was sent.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, NoReturn, TypeVar, cast

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import ServiceUnavailable, UnsupportedMediaType

from portal.settings import Settings

PLACES = 4
# One thread waits for a place, the other answers who needs none.
SPARE_THREADS = 2
# A probe of a container waits four seconds; a busy machine may need one for a page.
STUCK_AFTER_SECONDS = 2.0
REFUSED = "portal.refused"
# A place may be free again within a second; the requests before waited as long.
RETRY_WHEN_FULL_SECONDS = 5
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
View = TypeVar("View", bound=Callable[..., Any])
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
JSON_TYPE = "application/json"
METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# What machines and tablets send is three levels deep.
MOST_LEVELS = 16
# Plotly sets an empty style element; its hash is the only exception to the style rule.
EMPTY_STYLE_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        f"style-src 'self' {EMPTY_STYLE_HASH}",
        "worker-src 'self'",
    )
)
# Pages without a script, on which citizens rate: what they do not need is not allowed, which also
# makes their answers shorter. So are style sheets.
SCRIPTLESS = frozenset(
    f"rating.{name}"
    for name in [
        "desk",
        "submit",
        "find",
        "thanks",
        "scan",
        "presence",
        "submit_by_presence",
        "type_ticket",
        "open_ticket",
        "ticket",
        "submit_by_ticket",
    ]
)
SCRIPTLESS_POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "style-src 'self'",
    )
)
# Files that people sent are downloads; if a browser displays one it may load and run nothing.
SANDBOXED = frozenset({"objections.given_case_file", "on_paper.scan", "work.evidence_file"})
HSTS = "max-age=31536000; includeSubDomains"
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class RequestGate:
    """Places for requests that may need a storage."""

    def __init__(self, places: int = PLACES) -> None:
        """Open ``places`` places, at least one."""
        self._free: SimpleQueue[None] = SimpleQueue()
        self._moved_at = time.monotonic()
        for _ in range(max(1, places)):
            self._free.put(None)

    def enter(self) -> bool:
        """Take a place; False when none is free and none was given back for two seconds."""
        try:
            self._free.get_nowait()
        except Empty:
            if not self._is_free_in_time():
                return False
        self._moved_at = time.monotonic()
        return True

    def leave(self) -> None:
        """Give the place back."""
        self._moved_at = time.monotonic()
        self._free.put(None)

    def _is_free_in_time(self) -> bool:
        while True:
            left = self._moved_at + STUCK_AFTER_SECONDS - time.monotonic()
            if left <= 0:
                return False
            try:
                self._free.get(timeout=left)
            except Empty:
                continue
            return True


def gated(app: Wsgi, gate: RequestGate, *, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answer one request when there is a place; else let ``app`` say that there is none."""
    path = environ.get("PATH_INFO", "")
    if path == "/healthz" or path.startswith("/static/"):
        return app(environ, start)
    if not gate.enter():
        environ[REFUSED] = True
        return app(environ, start)
    try:
        return app(environ, start)
    finally:
        gate.leave()


class GatedApp(Flask):
    """An app whose requests take a place.

    It has no coroutines, so that none of its functions is asked whether it is one.
    """

    gate = RequestGate()

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request when there is a place for it."""
        return gated(super().wsgi_app, self.gate, environ=environ, start=start_response)

    def open_places(self, threads: int) -> None:
        """Have as many places as a worker with ``threads`` threads may; called at its start."""
        self.gate = RequestGate(places_for(threads))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``func`` as it is."""
        return func


def places_for(threads: int) -> int:
    """Return how many places a worker with ``threads`` threads has."""
    return max(1, threads - SPARE_THREADS)


class JsonUnreadable(ValueError):
    """A text is no JSON, or nested deeper than anything that is read here."""


def reads_json(view: View) -> View:
    """Mark ``view`` as one that reads JSON and no form."""
    cast(Any, view).reads_json = True
    return view


def is_json_endpoint() -> bool:
    """Return whether the view of the current request reads JSON."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "reads_json", False))


def read_json(text: bytes | str) -> Any:
    """Return the value of JSON from outside.

    :raises JsonUnreadable: for anything that is no JSON, is nested deeper than 16 levels, or
        holds NaN, an infinity or half a character.
    """
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
        _check(found)
    except (ValueError, RecursionError) as error:
        raise JsonUnreadable("not readable as JSON") from error
    return found


def json_body() -> Any:
    """Return the JSON that the current request carries; None when it cannot be read."""
    try:
        return read_json(request.get_data())
    except JsonUnreadable:
        return None


def install_request_gate(app: Flask) -> None:
    """Refuse what found no place, then a body whose type the view does not read.

    Both come before anything asks a storage or reads the body.
    """
    app.url_value_preprocessor(_refuse_when_full)
    app.url_value_preprocessor(_refuse_other_types)


def _refuse_when_full(endpoint: str | None, values: object) -> None:
    if request.environ.get(REFUSED):
        raise ServiceUnavailable(retry_after=RETRY_WHEN_FULL_SECONDS)


def _refuse_other_types(endpoint: str | None, values: object) -> None:
    if request.method not in METHODS_WITH_BODY:
        return
    taken = {JSON_TYPE} if is_json_endpoint() else FORM_TYPES
    is_empty = not request.mimetype and not request.content_length
    if request.mimetype not in taken and not is_empty:
        raise UnsupportedMediaType


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check(found: object) -> None:
    """Refuse what is nested too deep or holds half a character; looks level by level."""
    level: list[object] = [found]
    for _ in range(MOST_LEVELS):
        for each in level:
            if isinstance(each, str):
                each.encode()
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    raise ValueError("nested too deep")


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def install_headers(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer; what says nothing about caching is not stored."""
    always = dict(ALWAYS)
    if settings.is_https:
        always["Strict-Transport-Security"] = HSTS

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name in headers.keys() & always.keys():
            del headers[name]
        headers.extend(always)
        if request.endpoint in SCRIPTLESS or response.mimetype == "text/css":
            headers["Content-Security-Policy"] = SCRIPTLESS_POLICY
        if request.endpoint in SANDBOXED:
            headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if request.endpoint is None:
            headers["Cache-Control"] = "no-store"
        return response
