"""The figures of `/metrics`: numbers of requests and of waiting work, nothing about a person.

``prometheus_client`` is loaded only where gunicorn counts (``PROMETHEUS_MULTIPROC_DIR`` is set) or
when somebody asks for the figures. Labels hold fixed words of the code and nothing else.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from flask import Flask, Response, abort, current_app, request

from portal.storage.failures import kind_of_failure
from portal.web.access import is_untold, public
from portal.web.full_look import full_look
from portal.web.inside import is_from_inside

log = logging.getLogger(__name__)
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
READINGS = "portal_readings"
PREFIX = "suara_loket_"
LIMIT = "portal.limit"
# Who answers before Flask has looked for an endpoint names under this key whose answer it is.
ENDPOINT = "portal.endpoint"


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure that is read when it is asked for: values by the word of ``label``.

    Without a label ``read`` returns one value under the empty word.
    """

    name: str
    help: str
    read: Callable[[], Mapping[str, float]]
    label: str = ""


def install_metrics(app: Flask) -> None:
    """Register the address, and count requests where gunicorn asks for it."""
    app.add_url_rule("/metrics", endpoint="metrics", view_func=metrics)
    register_reading(app, PARTS_READING)
    if os.environ.get(DIRECTORY):
        counting: Any = import_module("portal.web.counting")
        untold = partial(is_untold, app)
        app.wsgi_app = counting.CountedRequests(app.wsgi_app, is_untold=untold)  # type: ignore[method-assign] # Flask's way of wrapping


def register_reading(app: Flask, reading: Reading) -> None:
    """Let ``/metrics`` tell ``reading``."""
    app.extensions.setdefault(READINGS, []).append(reading)


def name_limit(limit: str) -> None:
    """Say which limit refuses this request, a fixed word; the answer is counted under it."""
    request.environ[LIMIT] = limit


@public
def metrics() -> Response:
    """Return the figures to callers from inside; for others the address does not exist."""
    if not is_from_inside():
        abort(404)
    prometheus: Any = import_module("prometheus_client")
    registry = prometheus.CollectorRegistry()
    registry.register(_Read(current_app))
    if os.environ.get(DIRECTORY):
        import_module("prometheus_client.multiprocess").MultiProcessCollector(registry)
    return Response(
        prometheus.generate_latest(registry), content_type=prometheus.CONTENT_TYPE_LATEST
    )


class _Read:
    """Gives the readings of an app as prometheus-client takes them."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def describe(self) -> list[Any]:
        """Name nothing ahead, so that registering reads nothing."""
        return []

    def collect(self) -> Iterator[Any]:
        """Read each figure; one that cannot be read is left out."""
        core: Any = import_module("prometheus_client.core")
        for reading in self._app.extensions[READINGS]:
            labels = [reading.label] if reading.label else []
            family = core.GaugeMetricFamily(PREFIX + reading.name, reading.help, labels=labels)
            for word, value in _values(reading).items():
                family.add_metric([word] if labels else [], value)
            yield family


def _values(reading: Reading) -> Mapping[str, float]:
    try:
        with current_app.app_context():
            return reading.read()
    except Exception as error:  # a part that fails must not hide the others
        kind = kind_of_failure(error) or type(error).__name__
        log.error("figure not read: name=%s kind=%s", reading.name, kind)
        return {}


def _parts() -> Mapping[str, float]:
    look = full_look(current_app)
    return {} if look is None else {name: float(r.is_ok) for name, r in look.results.items()}


PARTS_READING = Reading(
    "part_ok",
    "Whether a part of the portal is well (1) or not (0), as /readyz?full.",
    read=_parts,
    label="part",
)
