"""Failures of requests in the last minute: shows a storage that fails only for some requests."""

import threading
import time
from collections import Counter, deque

from flask import current_app
from flask_babel import lazy_gettext as _l

from portal.storage.failures import FailureKind
from portal.web.health import OK, Probe, ProbeResult

RECENT = "portal_recent_failures"
# Monitoring asks once a minute at the least.
REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 1000
FAILING = "failing"


class RecentFailures:
    """The failures that requests of this process met within the last minute, by their kind."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._met: deque[tuple[float, FailureKind]] = deque(maxlen=MOST_REMEMBERED)

    def note(self, kind: FailureKind) -> None:
        """Remember a failure of ``kind``."""
        with self._lock:
            self._met.append((time.monotonic(), kind))

    def counts(self) -> Counter[FailureKind]:
        """Return how often each kind was met, a thousand failures at the most."""
        oldest = time.monotonic() - REMEMBERED_SECONDS
        with self._lock:
            while self._met and self._met[0][0] < oldest:
                self._met.popleft()
            return Counter(kind for _, kind in self._met)


def note_failure(kind: FailureKind) -> None:
    """Remember that the current request met a failure of ``kind``."""
    _recent().note(kind)


def _recent() -> RecentFailures:
    found: RecentFailures = current_app.extensions.setdefault(RECENT, RecentFailures())
    return found


def _state() -> ProbeResult:
    found = _recent().counts()
    facts = {str(kind): number for kind, number in found.items()}
    return ProbeResult(not found, FAILING if found else OK, **facts)


RECENT_FAILURES_PROBE = Probe(
    "requests",
    _state,
    is_fast=False,
    title=_l("Permintaan"),
    words={FAILING: _l("Dalam menit terakhir ada permintaan yang tidak dapat dilayani.")},
    remedy=_l("Cari jenis kegagalannya di log, misalnya tabel terkunci atau disk penuh."),
)
