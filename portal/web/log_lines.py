"""Log lines: one line a record, never the words of an exception.

A database or a parser may repeat in an exception what a citizen sent; a line names the kinds of
the exceptions and where they were raised. The module loads nothing but the standard library,
because gunicorn uses it before the portal is imported.
"""

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType

PLAIN, JSON = FORMATS = ("plain", "json")
MOST_FRAMES = 8
MOST_CAUSES = 4
PLACED = ("level", "logger", "message")
OURS = frozenset({"portal", "__main__"})
# What follows these words in gunicorn's lines is the caller's address, path or words.
CUT_AFTER = ("Invalid request", "Error handling request")
# Other people's arguments are shown when they are numbers or names of signals.
HARMLESS = re.compile(r"-?\d+(\.\d+)?|SIG[A-Z]+\d*")
Classify = Callable[[BaseException], object]
Parts = dict[str, str | int]


def unclassified(error: BaseException) -> None:
    """Return no kind of failure; stands where no classification was given."""


def kinds_of(error: BaseException) -> list[str]:
    """Return the kinds of ``error`` and of what it was raised from, outermost first."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < MOST_CAUSES:
        kinds.append(type(cause).__name__)
        cause = getattr(cause, "orig", None) or cause.__cause__
    return kinds


def places_of(trace: TracebackType | None) -> list[str]:
    """Return where an error passed through, ``file:line function``, innermost first."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        name = "/".join(PurePath(code.co_filename).parts[-3:])
        places.append(f"{name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[::-1][:MOST_FRAMES]


def message_of(record: logging.LogRecord) -> str:
    """Return the words of a line: ours whole, other people's without what may name somebody."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    for start in CUT_AFTER:
        if record.msg.startswith(start):
            return start
    args = record.args if isinstance(record.args, tuple) else (record.args,)
    is_harmless = all(HARMLESS.fullmatch(str(arg)) for arg in args)
    return record.getMessage() if is_harmless else record.msg


def parts_of(record: logging.LogRecord, classify: Classify = unclassified) -> Parts:
    """Return what a line says, without its time; equal lines have equal parts.

    :param classify: names the kind of a failure (disk full, server gone, lock, too many
        connections), or returns None.
    """
    parts: Parts = {"level": record.levelname, "logger": record.name, "message": message_of(record)}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        parts["error"] = " < ".join(kinds_of(error))
        kind = classify(error)
        if kind is not None:
            parts["failure"] = str(kind)
        parts["at"] = " < ".join(places_of(error.__traceback__))
    return parts


def line_of(parts: Parts, *, at: float, style: str) -> str:
    """Return ``parts`` as one line; ``at`` is in seconds since 1970, ``style`` one of FORMATS."""
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    if style == JSON:
        return json.dumps({"time": moment, **parts})
    rest = [f"{name}={value}" for name, value in parts.items() if name not in PLACED]
    words = [moment, *(str(parts[name]) for name in PLACED), *rest]
    return " ".join(words).translate(ONE_LINE)


# Everything that a terminal or a reader of lines may take for the end of one, or for a command.
ONE_LINE = {number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160), 0x2028, 0x2029)}
