"""The state of each part of the portal: packages register probes, which are called here."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from flask import Flask, current_app

from portal.storage.failures import kind_of_failure
from portal.storage.waiting import give_up, has_given_up

log = logging.getLogger(__name__)
PROBES = "portal_probes"
OK = "ok"
UNAVAILABLE = "unavailable"
UNKNOWN = "unknown"
Fact: TypeAlias = str | int | float | bool | None


class ProbeResult:
    """What a probe found; neither ``state`` nor a fact names a secret, an address or a person."""

    __slots__ = ("facts", "is_ok", "state")

    def __init__(self, is_ok: bool, state: str = OK, **facts: Fact) -> None:
        """Keep what was found.

        :param state: one of a few fixed words of the probe, such as ``key file missing``.
        :param facts: figures beside it, such as ``age_seconds=12``; units stand in the names.
        """
        self.is_ok = is_ok
        self.state = state
        self.facts: Mapping[str, Fact] = facts


@dataclass(frozen=True, slots=True)
class Probe:
    """A part of the portal that can say whether it works.

    ``check`` takes nothing, runs within the app's context and returns a ``ProbeResult``; what it
    raises counts as "unavailable". A fast probe needs a few milliseconds and is asked by every
    ``/readyz``; the others are asked by ``/readyz?full`` only.
    """

    name: str
    check: Callable[[], ProbeResult]
    is_fast: bool
    #: The probe without which this one cannot be asked; its state is "unknown" then.
    needs: str | None = None
    #: What people read, as lazy texts: the part, what its states mean, and what to do.
    title: object = ""
    words: Mapping[str, object] = field(default_factory=dict)
    remedy: object = ""


def register_probe(app: Flask, probe: Probe) -> None:
    """Let ``/readyz`` ask ``probe``, after those that were registered before.

    :raises ValueError: when its name is taken.
    """
    probes = app.extensions.setdefault(PROBES, {})
    if probe.name in probes:
        raise ValueError(f"there are two probes of the name {probe.name}")
    probes[probe.name] = probe


def probes_of(app: Flask) -> tuple[Probe, ...]:
    """Return what was registered, in that order."""
    return tuple(app.extensions.get(PROBES, {}).values())


def ask(probes: tuple[Probe, ...]) -> dict[str, ProbeResult]:
    """Return what each of ``probes`` says, by name."""
    results: dict[str, ProbeResult] = {}
    for probe in probes:
        needed = results.get(probe.needs) if probe.needs else None
        is_possible = needed is None or needed.is_ok
        results[probe.name] = _asked(probe) if is_possible else ProbeResult(False, UNKNOWN)
    return results


@contextmanager
def _own_context() -> Iterator[None]:
    has_waited = has_given_up()
    try:
        with current_app.app_context():
            if has_waited:
                give_up()
            try:
                yield
            finally:
                has_waited = has_given_up()
    finally:
        if has_waited:
            give_up()


def _asked(probe: Probe) -> ProbeResult:
    """Return what the probe says, with a session of its own that ends here.

    After one probe waited for a storage in vain the others do not wait, so that thirty probes
    are answered before the caller's time is over.
    """
    try:
        with _own_context():
            return probe.check()
    except Exception as error:  # whatever a part raises, the others are still asked
        kind = kind_of_failure(error) or type(error).__name__
        log.error("part not usable: name=%s kind=%s", probe.name, kind)
        return ProbeResult(False, UNAVAILABLE)
