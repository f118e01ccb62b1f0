"""Asks every probe, at most once in some seconds, whoever asks and however often."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from portal.time import clock
from portal.web.bounds import FULL_ANSWER_SECONDS
from portal.web.health import ProbeResult, ask, probes_of

FULL_LOOK = "portal_full_look"


@dataclass(frozen=True, slots=True)
class ProbeLook:
    """What every probe returned, by name, and the aware moment at which it was asked."""

    at: datetime
    results: dict[str, ProbeResult]

    @property
    def is_ok(self) -> bool:
        """Whether every part works."""
        return all(result.is_ok for result in self.results.values())


class FullLook:
    """The last look of this process; one thread looks at a time.

    A caller that comes while another thread asks gets the answer before, however old, or None. So
    requests that hang on a frozen storage never pile up.
    """

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._last: ProbeLook | None = None
        self._until = 0.0

    def look(self, app: Flask) -> ProbeLook | None:
        """Return a look that is at most some seconds old, if one can be had."""
        if time.monotonic() < self._until:
            return self._last
        if not self._looking.acquire(blocking=False):
            return self._last
        try:
            at = clock.now()
            self._last = ProbeLook(at, ask(probes_of(app)))
            self._until = time.monotonic() + FULL_ANSWER_SECONDS
        finally:
            self._looking.release()
        return self._last


def full_look(app: Flask) -> ProbeLook | None:
    """Return what every part of ``app`` says, or None while the first look is under way."""
    kept: FullLook = app.extensions.setdefault(FULL_LOOK, FullLook())
    return kept.look(app)
