"""Puts complaints into the app: their pages, their menu and their words."""

from collections.abc import Iterator

from flask import Flask
from flask_babel import gettext as _
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
from portal.complaints.handling.city_queries import waits_in_city
from portal.complaints.intake import routes as citizen
from portal.complaints.intake import write_routes
from portal.complaints.intake.inspectorate import INSPECTORATE_PROBE, is_decided
from portal.complaints.intake.labels import word
from portal.complaints.intake.visible_scope import blueprint
from portal.complaints.published import routes as overview
from portal.storage.lasting_keys.keys import KeyState, KeyUnusable
from portal.web.access import Role, Staff
from portal.web.city_lines import add_city_lines
from portal.web.extensions import current_settings, vault
from portal.web.health import Probe, ProbeResult, register_probe
from portal.web.navigation import (
    NavEntry,
    PendingTask,
    SetUpStep,
    add_navigation,
    add_next_steps,
    add_set_up,
)
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
    """Return what waits for ``staff`` among what they may see: complaints, promises, comments.

    While the key of texts is wrong, everybody is told that first.
    """
    problem = _problem_of_texts()
    if problem is not None:
        return [step_of_key(TEXTS_PROBE.title, problem)]
    opening = _opening(session, staff)
    if not staff.has(*queue_routes.HANDLERS):
        return opening
    return [*opening, *_waiting(staff)]


def _waiting(staff: Staff) -> Iterator[PendingTask]:
    """Give what waits among the complaints, promises and comments that ``staff`` handles."""
    late = queue_routes.overdue_for(staff)
    if late:
        label = ngettext("%(num)s pengaduan lewat janji", "%(num)s pengaduan lewat janji", late)
        yield PendingTask(label, "complaints.queue", {"overdue": "y"})
    promised = action_routes.late_for(staff)
    if promised:
        label = ngettext("%(num)s janji lewat tenggat", "%(num)s janji lewat tenggat", promised)
        yield PendingTask(label, "complaints.actions", {"state": "late"})
    words = comments.waiting_words(staff)
    if words:
        yield PendingTask(words, "complaints.comments")


def _opening(session: Session, staff: Staff) -> list[PendingTask]:
    """Return what an administrator decides before citizens can complain."""
    if not staff.has(Role.ADMINISTRATOR) or is_decided(session, current_settings()):
        return []
    text = _("Pengaduan belum dibuka. Putuskan siapa inspektoratnya, atau bahwa tidak ada.")
    return [PendingTask(text, "city_settings.decide", {"address": "inspectorate"})]


def complaint_set_up(session: Session) -> list[SetUpStep]:
    """Return what a city decides before it takes complaints."""
    step = SetUpStep(
        50,
        _("Putuskan siapa inspektoratnya"),
        bool(current_settings().inspectorate),
        "city_settings.decide",
        {"address": "inspectorate"},
        hint=_("Sebelum itu pengaduan warga belum dibuka."),
    )
    return [step]


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
    add_set_up(app, complaint_set_up)
    add_city_lines(app, waits_in_city)
    app.register_blueprint(blueprint)
    register_probe(app, TEXTS_PROBE)
    app.jinja_env.globals["complaint_word"] = word
    register_probe(app, INSPECTORATE_PROBE)
