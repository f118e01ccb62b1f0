"""The clock for what cannot be undone: it is compared with the database's and with traces."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from portal.time import clock
from portal.time.schedule.clock_check import (
    LONGEST_PAUSE,
    ClockFault,
    ClockNotTrusted,
    ClockProblem,
    problem_of,
)
from portal.time.schedule.evidence import ReadTrace, Vouch, evidence, vouch_for
from portal.web.extensions import current_settings, db
from portal.web.health import OK, Probe, ProbeResult

log = logging.getLogger(__name__)
SOURCES = "portal_clock_traces"


def register_trace(app: Flask, read: ReadTrace) -> None:
    """Let the clock be compared with the newest trace that ``read`` returns."""
    app.extensions.setdefault(SOURCES, []).append(read)


def clock_problem(now: datetime) -> ClockProblem | None:
    """Return why ``now`` is not to be believed, or None.

    In a demonstration city the jobs may rest for as long as nobody looks at it.
    """
    session, settings = db.session(), current_settings()
    found = evidence(session, _sources(), timezone=settings.timezone)
    session.rollback()
    return problem_of(now, found, longest_pause=None if settings.demo else LONGEST_PAUSE)


def check_clock(now: datetime) -> None:
    """Refuse to go on at ``now`` when something speaks against it; the log says what.

    :raises ClockNotTrusted: with the sentence that says why and what to do.
    """
    problem = clock_problem(now)
    if problem is not None:
        log.error("clock not trusted: state=%s", problem.fault)
        raise ClockNotTrusted(problem)


def trusted_now() -> datetime:
    """Return the current moment, for what cannot be undone.

    :raises ClockNotTrusted: when something speaks against it.
    """
    now = clock.now()
    check_clock(now)
    return now


def trusted_today() -> date:
    """Return the city's date, for what cannot be undone.

    :raises ClockNotTrusted: when something speaks against it.
    """
    return trusted_now().astimezone(ZoneInfo(current_settings().timezone)).date()


def vouch(given: Vouch, *, now: datetime) -> None:
    """Record that a person says ``now`` is right."""
    zone = current_settings().timezone
    vouch_for(db.session(), given, sources=_sources(), now=now, timezone=zone)


def _sources() -> Sequence[ReadTrace]:
    found: Sequence[ReadTrace] = current_app.extensions.get(SOURCES, ())
    return found


def _state() -> ProbeResult:
    problem = clock_problem(clock.now())
    return ProbeResult(True, OK) if problem is None else ProbeResult(False, str(problem.fault))


CLOCK_PROBE = Probe(
    "clock",
    _state,
    is_fast=True,
    needs="database",
    title=_l("Jam"),
    words={
        str(ClockFault.DIFFERS): _l("Jam mesin ini berbeda dari jam basis data."),
        str(ClockFault.BEHIND): _l("Jam mesin ini lebih lambat daripada jejak terbaru."),
        str(ClockFault.AHEAD): _l(
            "Jam mesin ini jauh mendahului pekerjaan berkala terakhir, atau pekerjaan itu lama "
            "tidak berjalan."
        ),
    },
    remedy=_l(
        "Setel jam. Bila jam sudah benar, jalankan: flask jobs clock-is-right --by NAMA "
        "--reason ALASAN."
    ),
)
