"""Rendered public pages as compressed bytes, kept in memory until a release changes them."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from portal.web.delivery import compressed

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
        """Return the marker of what is published; a change forgets every page.

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
