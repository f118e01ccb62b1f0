"""Counts every request by endpoint and class of its answer, and how long it took.

The counters lie in files that all workers of gunicorn share; a request costs three writes to
memory. The endpoint is the name of a function, never a path.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import Counter, Histogram

from portal.web.metrics import ENDPOINT, LIMIT, PREFIX

NOWHERE = "none"
TOO_MANY = "429"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

REQUESTS = Counter(
    PREFIX + "requests", "Requests by endpoint and class of the answer.", ["endpoint", "class"]
)
SECONDS = Histogram(
    PREFIX + "request_seconds", "Seconds until an answer began.", ["area"], buckets=BUCKETS
)
REFUSALS = Counter(PREFIX + "refusals", "Requests refused by a limit.", ["limit"])


class CountedRequests:
    """A WSGI app whose requests are counted, but those of pages that leave no trace."""

    def __init__(self, app: Wsgi, *, is_untold: Callable[[str], bool]) -> None:
        self._app = app
        self._is_untold = is_untold
        # Looking a counter up by its labels costs more than counting, so each is kept.
        self._requests: dict[tuple[str, str], Any] = {}
        self._seconds: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request and count it; one that raises counts as 5xx."""
        status, endpoint = "500", NOWHERE

        def start(line: str, *rest: Any) -> Any:
            nonlocal status, endpoint
            status = line[:3]
            # Flask takes the request out of the environment as soon as it is answered.
            known = getattr(environ.get("werkzeug.request"), "endpoint", None)
            endpoint = known or environ.get(ENDPOINT) or NOWHERE
            return start_response(line, *rest)

        began = time.perf_counter()
        try:
            return self._app(environ, start)
        finally:
            if not self._is_untold(endpoint):
                self._count(endpoint, status, seconds=time.perf_counter() - began)
                if status == TOO_MANY:
                    REFUSALS.labels(environ.get(LIMIT) or endpoint).inc()

    def _count(self, endpoint: str, status: str, *, seconds: float) -> None:
        key = (endpoint, status[0])
        counter = self._requests.get(key)
        if counter is None:
            counter = self._requests[key] = REQUESTS.labels(endpoint, f"{status[0]}xx")
        counter.inc()
        area = endpoint.partition(".")[0]
        histogram = self._seconds.get(area)
        if histogram is None:
            histogram = self._seconds[area] = SECONDS.labels(area)
        histogram.observe(seconds)
