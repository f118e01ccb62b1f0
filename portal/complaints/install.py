"""Puts complaints into the app: their pages, their menu and their words."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.complaints.comments import routes as comments
from portal.complaints.handling import (
    action_routes,
    bulk_routes,
    decide_routes,
    passing_routes,
    queue_routes,
)
from portal.complaints.handling.queries import overdue_count
from portal.complaints.intake import routes as citizen
from portal.complaints.intake import write_routes
from portal.complaints.intake.inspectorate import INSPECTORATE_PROBE
from portal.complaints.intake.labels import word
from portal.complaints.intake.visible_scope import blueprint, reach_of
from portal.complaints.published import routes as overview
from portal.storage.lasting_keys.keys import KeyState, KeyUnusable
from portal.web.access import Staff
from portal.web.extensions import today, vault
from portal.web.health import Probe, ProbeResult, register_probe
from portal.web.navigation import NavEntry, PendingTask, add_navigation, add_next_steps
from portal.web.secret_guard import WORDS, step_of_key

PAGES = (
    action_routes,
    bulk_routes,
    citizen,
    comments,
    decide_routes,
    overview,
    passing_routes,
    queue_routes,
    write_routes,
)
NAV = (
    NavEntry("complaints.queue", _l("Pengaduan"), order=10),
    NavEntry("complaints.comments", _l("Komentar penilaian"), order=15),
    NavEntry("complaints.actions", _l("Tindak lanjut"), order=20),
)


def steps(session: Session, staff: Staff) -> list[PendingTask]:
    """Return what waits for ``staff``: items past their promised day, among those they may see.

    While the key of texts is wrong, everybody is told that first.
    """
    problem = _problem_of_texts()
    if problem is not None:
        return [step_of_key(TEXTS_PROBE.title, problem)]
    if not staff.has(*queue_routes.HANDLERS):
        return []
    late = overdue_count(session, reach_of(session, staff), today=today())
    label = ngettext("%(num)s pengaduan lewat janji", "%(num)s pengaduan lewat janji", late)
    return [PendingTask(label, "complaints.queue", {"overdue": "y"})] if late else []


def _problem_of_texts() -> KeyState | None:
    try:
        vault()
    except KeyUnusable as problem:
        return problem.state
    return None


def _state_of_texts() -> ProbeResult:
    problem = _problem_of_texts()
    return ProbeResult(True) if problem is None else ProbeResult(False, str(problem))


TEXTS_PROBE = Probe(
    "texts_key",
    _state_of_texts,
    is_fast=True,
    needs="database",
    title=_l("Kunci teks pengaduan"),
    words=WORDS,
    remedy=_l(
        "Kembalikan berkas texts.key yang benar ke PORTAL_KEYS_DIR; kunci baru tidak dibuat."
    ),
)


def install_complaints(app: Flask) -> None:
    """Register the package; nothing is read before a page of it is opened."""
    add_navigation(app, *NAV)
    add_next_steps(app, steps)
    app.register_blueprint(blueprint)
    register_probe(app, TEXTS_PROBE)
    app.jinja_env.globals["complaint_word"] = word
    register_probe(app, INSPECTORATE_PROBE)
