"""Writes log lines: to one stream, in one format; equal lines at most once a minute."""

import logging
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, TextIO

from portal.web.log_lines import Classify, Parts, line_of, parts_of, unclassified

# So long a line that was written is counted instead of written again.
WINDOW_SECONDS = 60
MOST_LINES_HELD = 500
Key = tuple[tuple[str, str | int], ...]
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Held:
    """A line that was written, and how often it came again since."""

    parts: Parts
    since: float
    again: int = 0


@dataclass(slots=True)
class _Storms:
    """The lines of the last minute, in the memory of one process."""

    process: int = field(default_factory=os.getpid)
    held: dict[Key, _Held] = field(default_factory=dict)
    timer: threading.Timer | None = None


class OneLineHandler(logging.Handler):
    """Writes each record as one line; a line that comes again within a minute is counted.

    At the end of the minute one line says how often it came. The count is written, too, when the
    process ends. A process that was forked starts with no line held.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        style: str,
        classify: Classify = unclassified,
        window: float = WINDOW_SECONDS,
    ) -> None:
        """Write to ``stream`` in ``style``; ``window`` is in seconds."""
        super().__init__()
        self._stream = stream
        self._style = style
        self._classify = classify
        self._window = window
        self._storms = _Storms()

    def emit(self, record: logging.LogRecord) -> None:
        """Write or count one record; logging holds the handler's lock here."""
        try:
            self._take(parts_of(record, self._classify), at=record.created)
        except Exception:  # a log that fails must not break what it reports
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing more: logging would print the record with its arguments."""

    def _take(self, parts: Parts, *, at: float) -> None:
        if self._storms.process != os.getpid():
            self._storms = _Storms()
        now = time.monotonic()
        key = tuple(parts.items())
        held = self._storms.held.get(key)
        if held is not None and now - held.since < self._window:
            held.again += 1
            self._wake_later()
        elif held is not None and held.again:
            held.again += 1
            self._tell(held, now=now)
        else:
            self._write(line_of(parts, at=at, style=self._style))
            self._hold(key, parts, now=now)

    def _hold(self, key: Key, parts: Parts, *, now: float) -> None:
        storms = self._storms
        storms.held.pop(key, None)
        storms.held[key] = _Held(parts, since=now)
        if len(storms.held) > MOST_LINES_HELD:
            self._tell(storms.held.pop(next(iter(storms.held))), now=now)

    def _tell(self, held: _Held, *, now: float) -> None:
        """Write how often a line came again, if it did."""
        if held.again:
            seconds = max(1, round(now - held.since))
            parts = {**held.parts, "repeated": held.again, "in_seconds": seconds}
            self._write(line_of(parts, at=time.time(), style=self._style))
        held.since, held.again = now, 0

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    def _wake_later(self) -> None:
        """Look after the minute, also when nothing more is logged."""
        if self._storms.timer is None:
            timer = threading.Timer(self._window, self._wake)
            timer.daemon = True
            self._storms.timer = timer
            timer.start()

    def _wake(self) -> None:
        self.acquire()
        try:
            self._storms.timer = None
            now = time.monotonic()
            for key, held in list(self._storms.held.items()):
                self._look_at(key, held, now=now)
            if self._storms.held:
                self._wake_later()
        finally:
            self.release()

    def _look_at(self, key: Key, held: _Held, *, now: float) -> None:
        """Report a line whose minute is over, or drop it when it did not come again."""
        if now - held.since < self._window:
            return
        if held.again:
            self._tell(held, now=now)
        else:
            del self._storms.held[key]

    def flush(self) -> None:
        """Write every count now; the process may end."""
        self.acquire()
        try:
            if self._storms.process == os.getpid():
                for held in self._storms.held.values():
                    self._tell(held, now=time.monotonic())
        finally:
            self.release()


def configure_logs(
    style: str, *, classify: Classify = unclassified, stream: TextIO | None = None
) -> None:
    """Let every logger of this process write to ``stream`` (the error stream when None).

    What nobody caught, also in a thread, becomes one line, too. Called again it replaces what it
    did before.

    :param style: one of ``log_lines.FORMATS``.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, OneLineHandler):
            root.removeHandler(handler)
            handler.flush()
            handler.close()
    root.addHandler(OneLineHandler(stream or sys.stderr, style=style, classify=classify))
    root.setLevel(logging.WARNING)
    logging.getLogger("portal").setLevel(logging.INFO)
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_uncaught_in_thread


def take_over(logger: logging.Logger) -> None:
    """Let ``logger`` write through the portal's handler and no other."""
    logger.handlers.clear()
    logger.propagate = True


def _on_uncaught(*error: Any) -> None:
    """Log ``error``, given as (kind, exception, trace)."""
    if issubclass(error[0], KeyboardInterrupt):
        sys.__excepthook__(*error)
    else:
        log.critical("not caught", exc_info=error)


def _on_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log.critical(
            "not caught in a thread", exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )
