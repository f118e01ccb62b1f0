"""A value that is built by one thread: the others share what became of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.storage.failures import FailureKind, StorageAway, naming_failures
from portal.storage.waiting import TurnNotReached
from portal.transparency.page_cache import LIFE_SECONDS
from portal.transparency.routes.cached import CachedValue

READERS = 4


class Building:
    """Builds, or fails, when it is let; counts how often it was asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked = 0
        self.may_go_on = threading.Event()

    def __call__(self) -> str:
        self.asked += 1
        assert self.may_go_on.wait(10)
        if self.error is not None:
            raise self.error
        return "built"


class Line:
    """A lock that lets the building go on once everybody else waits in line."""

    def __init__(self, building: Building) -> None:
        self._lock = threading.Lock()
        self._building = building
        self._came = 0
        self._counting = threading.Lock()

    def __enter__(self) -> None:
        with self._counting:
            self._came += 1
            if self._came == READERS:
                self._building.may_go_on.set()
        self._lock.acquire()

    def __exit__(self, *failure: object) -> None:
        self._lock.release()


def read_at_once(building: Building) -> list[object]:
    """Return what each of several threads got that asked while the first one built."""
    kept: CachedValue[str] = CachedValue()
    kept._lock = Line(building)  # type: ignore[assignment]

    def read(_: int) -> object:
        try:
            with naming_failures():
                return kept.get("2026-03", now_seconds=0, build=building)
        except StorageAway as error:
            return error.kind

    with ThreadPoolExecutor(READERS) as threads:
        return list(threads.map(read, range(READERS)))


def test_those_that_wait_get_what_one_built() -> None:
    building = Building()

    assert read_at_once(building) == ["built"] * READERS
    assert building.asked == 1


def test_those_that_wait_fail_with_the_one_that_built() -> None:
    """Each would wait for the locked table as long again, one after the other."""
    building = Building(TurnNotReached())

    assert read_at_once(building) == [FailureKind.LOCK] * READERS
    assert building.asked == 1


def test_whoever_comes_after_a_failure_tries_anew() -> None:
    kept: CachedValue[str] = CachedValue()

    def fail() -> str:
        raise TurnNotReached

    with pytest.raises(TurnNotReached):
        kept.get("2026-03", now_seconds=0, build=fail)

    assert kept.get("2026-03", now_seconds=0, build=lambda: "built") == "built"
    assert kept.get("2026-03", now_seconds=LIFE_SECONDS - 1, build=fail) == "built"
    with pytest.raises(TurnNotReached):
        kept.get("2026-04", now_seconds=0, build=fail)


def test_a_mistake_in_the_code_is_no_failure_of_a_storage() -> None:
    kept: CachedValue[str] = CachedValue()

    def mistaken() -> str:
        raise ValueError("a mistake")

    with pytest.raises(ValueError, match="a mistake"):
        kept.get("2026-03", now_seconds=0, build=mistaken)

    assert kept._failures == 0
    assert kept.get("2026-03", now_seconds=0, build=lambda: "built") == "built"
