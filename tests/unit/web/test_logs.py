"""Where log lines go: one handler, one line a minute in a storm, counts that are never lost."""

import io
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from portal.web import logs
from portal.web.logs import MOST_LINES_HELD, OneLineHandler, configure_logs, take_over


class Clock:
    """Monotonic time that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(logs.time, "monotonic", clock)
    return clock


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def handler(stream: io.StringIO) -> Iterator[OneLineHandler]:
    handler = OneLineHandler(stream, style="json")
    yield handler
    if handler._storms.timer is not None:
        handler._storms.timer.cancel()


def say(handler: OneLineHandler, words: str = "storage away", times: int = 1) -> None:
    for _ in range(times):
        record = logging.LogRecord("portal.x", logging.ERROR, __file__, 1, words, (), None)
        handler.handle(record)


def said(stream: io.StringIO) -> list[tuple[str, int]]:
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [(line["message"], line.get("repeated", 0)) for line in lines]


def test_a_storm_gives_one_line_a_minute_with_its_count(
    handler: OneLineHandler, stream: io.StringIO, clock: Clock
) -> None:
    say(handler, times=1000)
    assert said(stream) == [("storage away", 0)]
    clock.now += 60
    say(handler, times=500)
    clock.now += 61
    handler._wake()

    assert said(stream) == [("storage away", n) for n in (0, 1000, 499)]


def test_the_count_is_written_although_nothing_more_is_logged(
    stream: io.StringIO,
) -> None:
    handler = OneLineHandler(stream, style="json", window=0.05)
    say(handler, times=7)

    deadline = time.monotonic() + 20
    while len(said(stream)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)

    assert said(stream) == [("storage away", 0), ("storage away", 6)]


def test_a_line_that_comes_once_in_a_while_is_written_each_time(
    handler: OneLineHandler, stream: io.StringIO, clock: Clock
) -> None:
    for _ in range(3):
        say(handler)
        clock.now += 61

    assert said(stream) == [("storage away", 0)] * 3


def test_other_lines_are_written_during_a_storm(
    handler: OneLineHandler, stream: io.StringIO, clock: Clock
) -> None:
    say(handler, times=5)
    say(handler, "another")

    assert said(stream) == [("storage away", 0), ("another", 0)]


def test_a_line_that_ended_is_forgotten(handler: OneLineHandler, clock: Clock) -> None:
    say(handler, times=2)
    for _ in range(2):
        clock.now += 60
        handler._wake()

    assert handler._storms.held == {}
    assert handler._storms.timer is None


def test_a_storm_that_goes_on_is_looked_at_again(handler: OneLineHandler, clock: Clock) -> None:
    say(handler, times=2)
    clock.now += 30
    handler._wake()

    assert handler._storms.timer is not None


def test_only_so_many_different_lines_are_held_and_no_count_is_lost(
    handler: OneLineHandler, stream: io.StringIO, clock: Clock
) -> None:
    say(handler, "first", times=3)
    for number in range(MOST_LINES_HELD):
        say(handler, f"line {number}")

    assert len(handler._storms.held) == MOST_LINES_HELD
    assert said(stream)[-1] == ("first", 2)
    handler.flush()
    assert said(stream)[-1] == ("first", 2)


def test_threads_lose_no_count(handler: OneLineHandler, stream: io.StringIO) -> None:
    threads = [threading.Thread(target=say, args=(handler,), kwargs={"times": 200})] * 1
    threads += [threading.Thread(target=say, args=(handler,), kwargs={"times": 200})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    handler.flush()

    assert said(stream) == [("storage away", 0), ("storage away", 399)]


def test_a_process_that_was_forked_counts_for_itself(
    handler: OneLineHandler, stream: io.StringIO
) -> None:
    say(handler, times=4)
    timer = handler._storms.timer
    assert timer is not None
    handler._storms.process = os.getppid()

    handler.flush()
    assert said(stream) == [("storage away", 0)]
    say(handler, times=2)
    timer.cancel()

    assert said(stream) == [("storage away", 0)] * 2


def test_a_record_that_cannot_be_written_breaks_nothing(
    handler: OneLineHandler, stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    handler.handle(logging.LogRecord("portal.x", 40, __file__, 1, "n=%d", ("budi",), None))

    assert stream.getvalue() + capsys.readouterr().err == ""


@pytest.fixture
def kept() -> Iterator[None]:
    """Put this process's own logging back."""
    root, ours = logging.getLogger(), logging.getLogger("portal")
    before = (root.level, ours.level, sys.excepthook, threading.excepthook)
    yield
    for handler in [each for each in root.handlers if isinstance(each, OneLineHandler)]:
        root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])
    sys.excepthook, threading.excepthook = before[2:]


def test_configured_twice_each_line_is_written_once(kept: None, stream: io.StringIO) -> None:
    other = logging.getLogger("gunicorn.test")
    other.addHandler(logging.StreamHandler(io.StringIO()))
    other.propagate = False
    for _ in range(2):
        configure_logs("plain", stream=stream, classify=type)
    take_over(other)

    logging.getLogger("portal.x").info("told")
    logging.getLogger("other").info("not told")
    other.error("told as well")

    words = [line.split(" ", 3)[1:] for line in stream.getvalue().splitlines()]
    assert words == [
        ["INFO", "portal.x", "told"],
        ["ERROR", "gunicorn.test", "told as well"],
    ]
    assert other.handlers == []


PROGRAM = """
import threading
from portal.web.logs import configure_logs
import logging
configure_logs("plain")
def fall():
    raise ValueError("budi")
thread = threading.Thread(target=fall)
thread.start()
thread.join()
for _ in range(5):
    logging.getLogger("portal").error("storm")
fall()
"""


def test_what_nobody_caught_is_a_line_and_counts_are_written_at_the_end() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    lines = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert "budi" not in ended.stderr
    assert [line.split(" ", 3)[3].partition(" at=")[0] for line in lines] == [
        "not caught in a thread error=ValueError",
        "storm",
        "not caught error=ValueError",
        "storm repeated=4 in_seconds=1",
    ]


def test_the_hooks_leave_ctrl_c_and_the_end_of_a_thread_alone(
    kept: None, stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs("plain", stream=stream)

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))

    assert stream.getvalue() == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err

    sys.excepthook(ValueError, ValueError("budi"), None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, ValueError("budi"), None, None)))

    assert [line.split(" ", 3)[3] for line in stream.getvalue().splitlines()] == [
        "not caught error=ValueError at=",
        "not caught in a thread error=ValueError at=",
    ]
