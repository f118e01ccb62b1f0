"""The blueprint of public pages, and their answers: built once a release, then sent as they are."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from werkzeug.routing import BaseConverter

from portal.organisation.places.catalogue import CODE_PATTERN
from portal.publication.releases.queries import PublishedDocument, release_marker
from portal.storage.failures import FailureKind, StorageAway, kind_of_failure
from portal.time import clock
from portal.time.months import Month
from portal.transparency.documents import unchanged_since
from portal.transparency.domain.tables import OpenTable, TableForm
from portal.transparency.page_cache import (
    ANSWERED,
    LIFE_SECONDS,
    CachedPage,
    CacheEntry,
    PageCache,
    PageKey,
    ResponseCache,
)
from portal.web.delivery import accepted_encoding
from portal.web.extensions import db
from portal.web.formatting import chosen_language, language_cookie

blueprint = Blueprint("transparency", __name__)


class CodeConverter(BaseConverter):
    """A place's code; anything else is no address of ours and never reaches the database."""

    regex = CODE_PATTERN
    part_isolating = True


class MonthConverter(BaseConverter):
    """A month such as 2026-10."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"
    part_isolating = True

    def to_python(self, value: str) -> Month:
        """Return the month."""
        return Month(value)


class YearConverter(BaseConverter):
    """A year such as 2026."""

    regex = r"20[0-9]{2}"
    part_isolating = True


class TableConverter(BaseConverter):
    """How a table is written, which is how its address ends."""

    regex = "|".join(each.replace(".", r"\.") for each in TableForm)
    part_isolating = True

    def to_python(self, value: str) -> TableForm:
        """Return the form."""
        return TableForm(value)


def install_converters(app: Flask) -> None:
    """Let addresses name places, months, years and tables; call it before the blueprint."""
    app.url_map.converters.update(
        place=CodeConverter, month=MonthConverter, year=YearConverter, table=TableConverter
    )


def html_page(template: str, **context: Any) -> CachedPage:
    """Return a rendered page in the reader's language."""
    body = render_template(template, **context).encode()
    return CachedPage(body, mimetype="text/html", changed_at=None, is_translated=True)


def data_page(body: str | bytes, *, mimetype: str, source: PublishedDocument) -> CachedPage:
    """Return a published document, or a table made of it, the same in every language."""
    timezone = current_app.config["BABEL_DEFAULT_TIMEZONE"]
    changed_at = unchanged_since(source.published_on, now=clock.now(), timezone=timezone)
    sent = body if isinstance(body, bytes) else body.encode()
    return CachedPage(sent, mimetype=mimetype, changed_at=changed_at, is_translated=False)


def table_page(table: OpenTable, *, form: TableForm, source: PublishedDocument) -> CachedPage:
    """Return a table made of a published document, the same in every language."""
    return data_page(table.written(form), mimetype=form.mimetype, source=source)


def json_page(content: object, *, mimetype: str = "application/json") -> CachedPage:
    """Return what was put together from published documents as JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return CachedPage(body, mimetype=mimetype, changed_at=None, is_translated=False)


STORE = "portal_page_store"
# Readers and proxies may show a page this long before they ask again whether it changed.
MAX_AGE_SECONDS = 60
ANY_LANGUAGE = ""

P = ParamSpec("P")
Value = TypeVar("Value")
Choices = Mapping[str, Sequence[str]]


def chosen(name: str, allowed: Sequence[str]) -> str:
    """Return the choice ``name`` of the query; the first allowed one when it is none of them."""
    asked = request.args.get(name)
    return asked if asked is not None and asked in allowed else allowed[0]


def today() -> date:
    """Return the city's day."""
    return clock.today(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def cached(
    *, choices: Choices | None = None, is_translated: bool = True
) -> Callable[[Callable[P, CachedPage]], Callable[P, Response]]:
    """Keep what a view builds until the next release.

    :param choices: what the view reads from the query, with the values it allows.
    :param is_translated: whether the page speaks the reader's language.
    """

    def wrap(view: Callable[P, CachedPage]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            held = _store().keep(
                g.page_key,
                view(*args, **kwargs),
                marker=g.page_marker,
                now_seconds=clock.ticking_seconds(),
            )
            return _response(held)

        cast(Any, answer).page_key = lambda: _key(choices or {}, is_translated=is_translated)
        return answer

    return wrap


class CachedValue(Generic[Value]):
    """Something dear to build, kept as long as a page is; one thread builds, the others wait.

    Where a storage fails the one that builds, those that waited for it fail with it: each would
    only wait as long again, one after the other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marker = ""
        self._until_seconds = float("-inf")
        self._value: Value | None = None
        self._failures = 0
        self._kind = FailureKind.OTHER

    def get(self, marker: str, *, now_seconds: float, build: Callable[[], Value]) -> Value:
        """Return the value, built anew when ``marker`` changed or its time is over.

        :raises portal.storage.failures.StorageAway: when a storage failed another thread that
            built it while this one waited.
        """
        before = self._failures
        with self._lock:
            is_good = self._marker == marker and now_seconds < self._until_seconds
            if self._value is None or not is_good:
                if self._failures != before:
                    raise StorageAway(self._kind)
                self._value, self._marker = self._built(build), marker
                self._until_seconds = now_seconds + LIFE_SECONDS
            return self._value

    def _built(self, build: Callable[[], Value]) -> Value:
        try:
            return build()
        except Exception as error:
            kind = kind_of_failure(error)
            if kind is not None:
                self._failures, self._kind = self._failures + 1, kind
            raise


def cached_value(kept_one: "CachedValue[Value]", build: Callable[[], Value]) -> Value:
    """Return what ``kept_one`` holds, built anew after a release, a day or a minute."""
    return kept_one.get(current_marker(), now_seconds=clock.ticking_seconds(), build=build)


def current_marker() -> str:
    """Return what changes with every release and every day."""
    return _store().marker(now_seconds=clock.ticking_seconds(), read=_read_marker)


def noted(about: str) -> str | None:
    """Return the short text that was noted about this address, or None when it is too old."""
    current_marker()
    held = _store().find(_note_key(about), now_seconds=clock.ticking_seconds())
    return None if held is None else held.page.body.decode()


def note(about: str, text: str) -> None:
    """Note a short text about this address until the next release, a day or a minute."""
    page = CachedPage(text.encode(), mimetype="text/plain", changed_at=None, is_translated=False)
    _store().keep(
        _note_key(about), page, marker=current_marker(), now_seconds=clock.ticking_seconds()
    )


def _note_key(about: str) -> PageKey:
    return request.path, about, ()


def install_page_cache(app: Flask) -> None:
    """Look for kept pages before anything else is done for a request."""
    store = PageCache()
    app.extensions[STORE] = store
    app.before_request(_answer_from_cache)
    app.wsgi_app = ResponseCache(app.wsgi_app, store, language_cookie=language_cookie(app))  # type: ignore[method-assign] # Flask's way of wrapping


def _answer_from_cache() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    make_key: Callable[[], PageKey] | None = getattr(view, "page_key", None)
    if make_key is None:
        return None
    store, now_seconds = _store(), clock.ticking_seconds()
    g.page_marker = store.marker(now_seconds=now_seconds, read=_read_marker)
    g.page_key = make_key()
    held = store.find(g.page_key, now_seconds=now_seconds)
    return None if held is None else _response(held)


def _read_marker() -> str:
    return f"{release_marker(db.session())} {today()}"


def _store() -> PageCache:
    return cast(PageCache, current_app.extensions[STORE])


def _key(choices: Choices, *, is_translated: bool) -> PageKey:
    language = chosen_language() if is_translated else ANY_LANGUAGE
    return request.path, language, tuple(chosen(name, choices[name]) for name in choices)


def _response(held: CacheEntry) -> Response:
    page = held.page
    request.environ[ANSWERED] = held
    encoding = accepted_encoding()
    response = Response(page.packed(encoding), mimetype=page.mimetype)
    headers = response.headers
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    headers["Vary"] = "Accept-Encoding, Cookie" if page.is_translated else "Accept-Encoding"
    headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    if not page.is_translated:
        # Programs on other sites may read what is published.
        headers["Access-Control-Allow-Origin"] = "*"
    response.set_etag(f"{page.etag}-{encoding}")
    if page.changed_at is not None:
        response.last_modified = page.changed_at
    return cast(Response, response.make_conditional(request))
