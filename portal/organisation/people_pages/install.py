"""Puts the pages of people into the app: their menu, their words, what waits."""

from collections.abc import Iterator

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.organisation.people.change_queries import open_doubts, unread_notices, waiting_changes
from portal.organisation.people_pages import (
    import_routes,
    labels,
    own_routes,
    register_routes,
    results_import_routes,
    results_routes,
)
from portal.organisation.people_pages.reach import EDITORS, OFFICE
from portal.organisation.people_pages.routes import blueprint
from portal.web.access import Staff, current_staff
from portal.web.extensions import today
from portal.web.navigation import NavEntry, PendingTask, add_navigation, add_next_steps, may_open

NAV = (
    NavEntry("people.index", _l("Pegawai"), order=32),
    NavEntry("people.me", _l("Catatan saya"), order=21),
)
PAGES = (import_routes, own_routes, register_routes, results_import_routes, results_routes)


def install_people(app: Flask) -> None:
    """Register the pages."""
    add_navigation(app, *NAV)
    add_next_steps(app, waiting_among_people)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["may_open_page"] = lambda endpoint: may_open(current_staff(), endpoint)
    app.jinja_env.globals["people_words"] = {
        "kind": labels.PERSON_KINDS,
        "line": labels.LINE_KINDS,
        "absence": labels.ABSENCE_KINDS,
        "relation": labels.RELATION_KINDS,
        "named": labels.NAMED_KINDS,
        "change": labels.CHANGE_KINDS,
        "state": labels.CHANGE_STATES,
    }


def waiting_among_people(session: Session, staff: Staff) -> Iterator[PendingTask]:
    """Return what waits for ``staff``: changes to decide, doubted superiors, own news."""
    if staff.has(*EDITORS):
        agency_id = None if staff.has(*OFFICE) else staff.agency_id
        doubts = open_doubts(session, agency_id=agency_id, on=today()).total
        if doubts:
            text = ngettext(
                "%(count)s orang meragukan atasan yang tercatat",
                "%(count)s orang meragukan atasan yang tercatat",
                doubts,
                count=doubts,
            )
            yield PendingTask(text, "people.changes")
    if staff.has(*OFFICE):
        waiting = waiting_changes(session, agency_id=None, on=today()).total
        if waiting:
            text = ngettext(
                "%(count)s perubahan pegawai menunggu keputusan",
                "%(count)s perubahan pegawai menunggu keputusan",
                waiting,
                count=waiting,
            )
            yield PendingTask(text, "people.changes")
    if staff.officer_id is not None and unread_notices(session, staff.officer_id):
        yield PendingTask(_("Ada perubahan pada catatan Anda atau bawahan Anda"), "people.me")
