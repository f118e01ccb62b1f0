"""How many requests may be at work at once, so that a thread is always left for ``/healthz``.

A statement that is stuck holds its thread until its deadline. A worker has a few threads more
than places here, so that stuck requests never hold them all. While others are answered, one without
a place waits. When no request has entered or left for two seconds, the places are stuck, and
a new request is refused at once; its page shows the form that was sent.
"""

import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

PLACES = 4
# One thread waits for a place, the other answers who needs none.
SPARE_THREADS = 2
# A probe of a container waits four seconds; a busy machine may need one for a page.
STUCK_AFTER_SECONDS = 2.0
REFUSED = "portal.refused"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class RequestGate:
    """Places for requests that may need a storage."""

    def __init__(self, places: int = PLACES) -> None:
        """Open ``places`` places, at least one."""
        self._free: SimpleQueue[None] = SimpleQueue()
        self._moved_at = time.monotonic()
        for _ in range(max(1, places)):
            self._free.put(None)

    def enter(self) -> bool:
        """Take a place; False when none is free and none was given back for two seconds."""
        try:
            self._free.get_nowait()
        except Empty:
            if not self._is_free_in_time():
                return False
        self._moved_at = time.monotonic()
        return True

    def leave(self) -> None:
        """Give the place back."""
        self._moved_at = time.monotonic()
        self._free.put(None)

    def _is_free_in_time(self) -> bool:
        while True:
            left = self._moved_at + STUCK_AFTER_SECONDS - time.monotonic()
            if left <= 0:
                return False
            try:
                self._free.get(timeout=left)
            except Empty:
                continue
            return True


def gated(app: Wsgi, gate: RequestGate, *, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answer one request when there is a place; else let ``app`` say that there is none."""
    path = environ.get("PATH_INFO", "")
    if path == "/healthz" or path.startswith("/static/"):
        return app(environ, start)
    if not gate.enter():
        environ[REFUSED] = True
        return app(environ, start)
    try:
        return app(environ, start)
    finally:
        gate.leave()


def places_for(threads: int) -> int:
    """Return how many places a worker with ``threads`` threads has."""
    return max(1, threads - SPARE_THREADS)
