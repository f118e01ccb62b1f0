"""Figures for staff: an officer's own, an agency's officers for its head, the funnel of desks.

A superior sees the own people only, as reporting lines say them today.
Every look at them is written to the audit log. Administrators run the portal and appraise
nobody, so that they see the funnel of desks and no officer's figures.
"""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.organisation.figure_rules import queries as figure_rules_queries
from portal.organisation.people.officer_queries import officers_by_id
from portal.organisation.people.queries import people_of
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Agency, Catalogue
from portal.publication.reports.routes import visible_agencies
from portal.publication.staff_figures.reading import (
    OfficerFigures,
    agency_figures,
    desk_figures,
    listed_officers,
    own_figures,
)
from portal.statistics.constants import RELIABILITY_FOR_PERSON
from portal.storage.paging import Page, offset_of, page_number
from portal.storage.texts.cleaning import search_words
from portal.survey.elements import rules_of_operator
from portal.time.months import Month, month_of
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import current_settings, db, record_act, today
from portal.web.navigation import NavEntry, add_navigation, may_open

# A card of an officer has nine lines on a phone.
OFFICERS_ON_A_PAGE = 5
LONGEST_ASKED = 80
HEADS = (Role.AGENCY_HEAD, Role.SUPERVISOR, Role.AUDITOR)
FUNNEL_READERS = (Role.ADMINISTRATOR, *HEADS)
NAV = (
    NavEntry("figures.own", _l("Angka saya"), order=20),
    NavEntry("figures.agencies", _l("Angka petugas"), order=36),
    NavEntry("figures.funnel", _l("Perbandingan loket"), order=37),
)

blueprint = Blueprint("figures", __name__, url_prefix="/admin/figures")


@blueprint.get("")
@requires(Role.OFFICER)
def own() -> str:
    """Show the signed-in officer's own figures."""
    number = current_staff().officer_id
    line = officers_by_id(db.session(), [number]).get(number) if number else None
    figures = None
    if line is not None:
        record_act("figures.own", f"officer:{line.number}")
        figures = own_figures(db.session(), line.id)
    month = figures.period if figures else month_of(today())
    return render_template(
        "publication/staff_figures/own.html",
        officer=line,
        figures=figures,
        least=_least_mean(month),
    )


@blueprint.get("/agencies")
@requires(*HEADS)
def agencies() -> str | Response:
    """List the agencies whose officers' figures the person may open; a single one opens."""
    found = _appraised(_found())
    if len(found) == 1:
        return redirect(url_for("figures.agency", code=found[0].code))
    return render_template("publication/staff_figures/agencies.html", agencies=found)


@blueprint.get("/agencies/<place:code>")
@requires(*HEADS)
def agency(code: str) -> str:
    """Show an agency's desks and officers; 404 for an agency the person may not see."""
    found = _found()
    shown = found.agencies_by_code.get(code)
    if shown is None or shown not in _appraised(found):
        abort(404)
    record_act("figures.officers", f"agency:{code}")
    only = _own_people()
    figures = agency_figures(db.session(), shown, found=found, only=only)
    return render_template(
        "publication/staff_figures/agency.html",
        agency=shown,
        is_own_people=only is not None,
        figures=figures,
        **_officers_asked_for(figures.officers if figures else (), code=code),
        least=_least_mean(figures.period if figures else month_of(today())),
        reliability=RELIABILITY_FOR_PERSON,
    )


@blueprint.get("/funnel")
@requires(*FUNNEL_READERS)
def funnel() -> str:
    """Show the funnel with the desks that the person may see."""
    found = _found()
    visible = visible_agencies(found)
    asked = _asked(visible, code=request.args.get("agency", ""))
    record_act("figures.funnel", f"agency:{asked.code}" if asked else "city")
    codes = [each.code for each in ([asked] if asked else visible)]
    figures = desk_figures(db.session(), agencies=codes)
    return render_template(
        "publication/staff_figures/funnel.html",
        figures=figures,
        least=_least_mean(figures.period if figures else month_of(today())),
        agencies=visible,
        asked=asked,
        names={each.code: each.name for each in visible},
        may_review=may_open(current_staff(), "anomalies.index"),
    )


def _least_mean(month: Month) -> int:
    """Return how many respondents a mean needs by the rules of a month."""
    initial = rules_of_operator(current_settings().not_experienced)
    return figure_rules_queries.rule_book(db.session(), initial=initial).in_month(month).least_mean


def _officers_asked_for(officers: Sequence[OfficerFigures], *, code: str) -> dict[str, Any]:
    """Return the page of officers that the address asks for, and those folded below it."""
    asked = {
        "q": search_words(request.args.get("q", ""), longest=LONGEST_ASKED),
        "compared": request.args.get("compared", "")[:LONGEST_ASKED],
    }
    listed = listed_officers(officers, words=asked["q"], compared=asked["compared"])
    said: dict[str, Any] = {name: text for name, text in asked.items() if text}
    return {
        "asked": asked,
        "page": _page_of(listed.seen),
        "folded_officers": listed.folded,
        "page_url": lambda number: url_for("figures.agency", code=code, page=number, **said),
    }


def _page_of(officers: Sequence[Any]) -> Page[Any]:
    number = page_number(request.args.get("page"))
    start = offset_of(number, OFFICERS_ON_A_PAGE)
    shown = officers[start : start + OFFICERS_ON_A_PAGE]
    return Page(shown, number, len(officers), OFFICERS_ON_A_PAGE)


def _found() -> Catalogue:
    return catalogue_queries.catalogue(db.session(), on=today())


def _appraised(found: Catalogue) -> list[Agency]:
    """Return the agencies whose officers' figures the person may see, by name.

    Somebody who is a head and an administrator sees what a head sees.
    """
    staff = current_staff()
    if staff.has(Role.AUDITOR):
        return visible_agencies(found)
    return [each for each in visible_agencies(found) if each.id == staff.agency_id]


def _own_people() -> tuple[int, ...] | None:
    """Return whose figures a superior may see: the own people; None for all of the agency."""
    staff = current_staff()
    if staff.has(Role.AUDITOR, Role.AGENCY_HEAD):
        return None
    return people_of(db.session(), staff.officer_id, on=today()) if staff.officer_id else ()


def _asked(visible: list[Agency], *, code: str) -> Agency | None:
    """Return the agency that is asked for, or the only one there is to see."""
    if len(visible) == 1:
        return visible[0]
    return next((each for each in visible if each.code == code), None)


def install_figures(app: Flask) -> None:
    """Register the pages and their place in the menu."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
