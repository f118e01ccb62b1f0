"""What fast tests may cost the processor, so that `make test-fast` stays under a minute.

The bounds were measured on one machine. A slower machine is allowed as much more as it is slower.
"""

import os
import time
from collections.abc import Generator
from functools import cache

import pytest
from hypothesis import settings

from tests.examples import FAST_PROFILE

# Of one fast test in `make test-fast`. The longest needed 3.4 when this was written: it starts the
# portal in a process of its own.
MOST_SECONDS = 5.0
# Of all of them together, without what collecting takes: they needed 48.
MOST_SECONDS_IN_ALL = 65.0
# Of one fast test in any other run, which draws all examples and may measure coverage.
MOST_SECONDS_OTHERWISE = 20.0
# Of counting on that machine while others used it, too.
SECONDS_OF_COUNTING = 0.03
FAST_FOLDERS = ("tests/unit/", "tests/architecture/")
MEASURED = "seconds of the processor"
spent: list[float] = []


class LongFastTest(AssertionError):
    """A test that is not marked ``slow`` kept the processor for long."""


def seconds_used() -> float:
    """Return what this process used of the processor, with the programs that it started."""
    return sum(os.times()[:4])


@cache
def slowness() -> float:
    """Return how many times slower than the measured machine this one is, and never less than 1."""
    return max(1.0, min(_count() for _ in range(5)) / SECONDS_OF_COUNTING)


def _count() -> float:
    started = time.process_time()
    found: dict[int, int] = {}
    for number in range(200_000):
        found[number % 977] = (number * number) ^ found.get(number % 31, 0)
    return time.process_time() - started


def is_fast_run() -> bool:
    return settings.get_current_profile_name() == FAST_PROFILE


def is_fast(item: pytest.Item) -> bool:
    """Whether a test is one of those that `make test-fast` runs."""
    is_marked = item.get_closest_marker("slow") is not None
    return item.nodeid.startswith(FAST_FOLDERS) and not is_marked


def check_seconds(seconds: float, *, most: float) -> None:
    """Refuse a fast test that kept the processor for more than ``most``."""
    if seconds > most * slowness():
        raise LongFastTest(
            f"this test took {seconds:.1f} s of the processor: make it faster, or mark it with"
            " @pytest.mark.slow"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Measure each test by the processor's time, which other programs do not lengthen much."""
    started = seconds_used()
    yield
    seconds = seconds_used() - started
    item.user_properties.append((MEASURED, seconds))
    if is_fast(item):
        check_seconds(seconds, most=MOST_SECONDS if is_fast_run() else MOST_SECONDS_OTHERWISE)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what a test took; the process that starts the others hears of all tests."""
    if report.when == "call":
        measured = dict(report.user_properties)
        spent.append(float(str(measured.get(MEASURED, 0))))


def is_too_much(seconds: float) -> bool:
    """Whether all fast tests together took more than `make test-fast` may."""
    return seconds > MOST_SECONDS_IN_ALL * slowness()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a fast run that took too much in all."""
    if is_fast_run() and is_too_much(sum(spent)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """State what a fast run took."""
    if is_fast_run():
        most = MOST_SECONDS_IN_ALL * slowness()
        verdict = "TOO MUCH: " if is_too_much(sum(spent)) else ""
        terminalreporter.write_line(
            f"{verdict}{sum(spent):.0f} s of the processor within tests; {most:.0f} are allowed"
        )
