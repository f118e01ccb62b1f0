"""What a log line says of a record, and what it keeps back."""

import json
import logging
import sys

import pytest

from portal.web.log_lines import FORMATS, line_of, parts_of

SECRET = "Budi, Jalan Mawar 7, 3201"


def record(
    message: object, *args: object, name: str = "portal.rating", error: BaseException | None = None
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)


def raised() -> BaseException:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"cannot read {SECRET}") from error
    except ValueError as error:
        return error


@pytest.mark.parametrize("style", FORMATS)
def test_a_line_has_time_level_logger_and_words(style: str) -> None:
    line = line_of(parts_of(record("stored: n=%d", 3)), at=1_800_000_000.5, style=style)

    if style == "json":
        assert json.loads(line) == {
            "time": "2027-01-15T08:00:00.500+00:00",
            "level": "ERROR",
            "logger": "portal.rating",
            "message": "stored: n=3",
        }
    else:
        assert line == "2027-01-15T08:00:00.500+00:00 ERROR portal.rating stored: n=3"


def test_an_error_is_named_by_its_kinds_and_places_and_never_by_its_words() -> None:
    def classify(error: BaseException) -> str:
        return f"kind of {type(error).__name__}"

    parts = parts_of(record("failed", error=raised()), classify)
    places = str(parts["at"])

    assert parts["error"] == "ValueError < KeyError"
    assert parts["failure"] == "kind of ValueError"
    assert places.startswith("unit/web/test_log_lines.py:")
    assert places.endswith(" raised")
    for style in FORMATS:
        assert "Budi" not in line_of(parts, at=0, style=style)


def test_the_drivers_own_error_is_named_beside_the_one_around_it() -> None:
    error = RuntimeError("around")
    error.orig = OSError("within")  # type: ignore[attr-defined]

    parts = parts_of(record("failed", error=error))

    assert parts["error"] == "RuntimeError < OSError"
    assert "failure" not in parts


def test_long_chains_and_deep_calls_are_cut() -> None:
    error = ValueError("deep")
    for _ in range(9):
        cause, error = error, ValueError("deep")
        error.__cause__ = cause

    def deep(n: int) -> None:
        if n:
            deep(n - 1)
        raise error

    with pytest.raises(ValueError, match="deep"):
        deep(20)
    parts = parts_of(record("failed", error=error))

    assert str(parts["error"]).count("<") == 3
    assert str(parts["at"]).count("<") == 7


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("Worker (pid:%s) was sent %s!", (41, "SIGKILL"), "Worker (pid:41) was sent SIGKILL!"),
        ("ratelimit %s exceeded", (SECRET,), "ratelimit %s exceeded"),
        ("Invalid request from ip=10.0.0.7: x", (), "Invalid request"),
        ("Error handling request %s %s", ("GET", "/r/ABC"), "Error handling request"),
        (ValueError(SECRET), (), "ValueError"),
        ("named %(who)s", ({"who": SECRET},), "named %(who)s"),
    ],
)
def test_other_peoples_lines_keep_their_arguments_back(
    message: object, args: tuple[object, ...], shown: str
) -> None:
    assert parts_of(record(message, *args, name="gunicorn.error"))["message"] == shown


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x1b[2Jb", "a\u2028b", "a\x85b"])
def test_a_record_is_one_line_whatever_stands_in_it(style: str, text: str) -> None:
    line = line_of(parts_of(record("said %s", text)), at=0, style=style)

    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_an_error_without_a_trace_is_no_trouble() -> None:
    assert parts_of(record("failed", error=ValueError()))["at"] == ""
    assert sys.exc_info() == (None, None, None)
