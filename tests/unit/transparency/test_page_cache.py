"""Kept pages: found again, forgotten with a release, after a minute, and when there are many."""

from datetime import UTC, datetime

import brotli

from portal.transparency.page_cache import (
    LIFE_SECONDS,
    MARKER_SECONDS,
    CachedPage,
    PageCache,
    PageKey,
)

KEY = ("/", "id", ())
OTHER = ("/desks/a", "id", ())


def page(body: bytes = b"a page", *, minute: int = 0) -> CachedPage:
    changed_at = datetime(2026, 11, 5, 9, minute, tzinfo=UTC)
    return CachedPage(body, mimetype="text/html", changed_at=changed_at, is_translated=True)


def store_with(found: CachedPage, *, limit_bytes: int = 1_000) -> PageCache:
    store = PageCache(limit_bytes=limit_bytes)
    marker = store.marker(now_seconds=0, read=lambda: "first")
    store.keep(KEY, found, marker=marker, now_seconds=0)
    return store


def page_in(store: PageCache, key: PageKey, *, now_seconds: float = 1) -> CachedPage | None:
    held = store.find(key, now_seconds=now_seconds)
    return held.page if held else None


def test_finds_a_kept_page_again() -> None:
    kept = page()

    assert page_in(store_with(kept), KEY) is kept


def test_knows_nothing_of_other_addresses() -> None:
    assert store_with(page()).find(OTHER, now_seconds=1) is None


def test_forgets_every_page_when_something_is_published() -> None:
    store = store_with(page())

    store.marker(now_seconds=MARKER_SECONDS, read=lambda: "second")

    assert store.find(KEY, now_seconds=MARKER_SECONDS) is None


def test_keeps_pages_when_nothing_new_was_published() -> None:
    store = store_with(page())

    store.marker(now_seconds=MARKER_SECONDS, read=lambda: "first")

    assert store.find(KEY, now_seconds=MARKER_SECONDS) is not None


def test_asks_for_the_marker_only_every_few_seconds() -> None:
    asked: list[str] = []
    store = PageCache()

    def read() -> str:
        asked.append("again")
        return "marker"

    for now_seconds in (0, MARKER_SECONDS / 2, MARKER_SECONDS, MARKER_SECONDS * 1.5):
        assert store.marker(now_seconds=now_seconds, read=read) == "marker"

    assert len(asked) == 2


def test_does_not_keep_a_page_built_before_the_newest_release() -> None:
    store = store_with(page())
    store.marker(now_seconds=MARKER_SECONDS, read=lambda: "second")

    sent = store.keep(OTHER, page(b"old"), marker="first", now_seconds=MARKER_SECONDS)

    assert sent.page.body == b"old"
    assert not store.is_current(sent, now_seconds=MARKER_SECONDS)
    assert store.find(OTHER, now_seconds=MARKER_SECONDS) is None


def test_builds_a_page_again_after_a_minute() -> None:
    store = store_with(page())

    assert store.find(KEY, now_seconds=LIFE_SECONDS - 0.1) is not None
    assert store.find(KEY, now_seconds=LIFE_SECONDS) is None


def test_a_page_that_did_not_change_keeps_its_date() -> None:
    first = page()
    store = store_with(first)

    assert store.keep(KEY, page(minute=5), marker="first", now_seconds=61).page is first
    assert page_in(store, KEY, now_seconds=62) is first


def test_a_page_that_changed_takes_the_place_of_the_older() -> None:
    store = store_with(page())
    newer = page(b"another page", minute=5)

    assert store.keep(KEY, newer, marker="first", now_seconds=61).page is newer
    assert page_in(store, KEY, now_seconds=62) is newer


def test_drops_the_page_that_was_not_read_for_longest_when_it_holds_too_much() -> None:
    store = store_with(page(b"a" * 40), limit_bytes=100)
    store.keep(OTHER, page(b"b" * 40), marker="first", now_seconds=0)
    store.find(KEY, now_seconds=1)

    store.keep(("/c", "id", ()), page(b"c" * 40), marker="first", now_seconds=1)

    assert store.find(OTHER, now_seconds=1) is None
    assert store.find(KEY, now_seconds=1) is not None


def test_packs_a_page_once_for_each_encoding() -> None:
    kept = page(b"the same words " * 100)

    assert brotli.decompress(kept.packed("br")) == kept.body
    assert kept.packed("br") is kept.packed("br")
    assert kept.packed("identity") is kept.body


def test_a_page_is_current_only_while_the_marker_was_read_just_now() -> None:
    store = store_with(page())
    held = store.find(KEY, now_seconds=1)

    assert held is not None
    assert store.is_current(held, now_seconds=MARKER_SECONDS - 0.1)
    assert not store.is_current(held, now_seconds=MARKER_SECONDS)


def test_a_page_is_not_current_after_a_release_or_a_minute() -> None:
    store = store_with(page())
    held = store.find(KEY, now_seconds=1)
    store.marker(now_seconds=LIFE_SECONDS, read=lambda: "first")

    assert held is not None
    assert not store.is_current(held, now_seconds=LIFE_SECONDS)
    store.marker(now_seconds=LIFE_SECONDS + MARKER_SECONDS, read=lambda: "second")
    assert not store.is_current(held, now_seconds=LIFE_SECONDS + MARKER_SECONDS)
