"""The overview of the organisation, its lists, and opening hours."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.people.officer_queries import OfficerFilter, officers_page
from portal.organisation.places import queries as places_queries
from portal.organisation.places.blueprint import (
    EDITORS,
    KINDS,
    METHODS,
    PLACES,
    READERS,
    VisibleScope,
    agency_of,
    blueprint,
    catalogue,
    changeable,
    own_scope,
    places_of,
)
from portal.organisation.places.catalogue import Catalogue, KnownPlace, RecordKind
from portal.organisation.records.record_types import DeskRecord
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms import HoursForm
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.storage.texts.cleaning import search_words
from portal.web.access import requires
from portal.web.extensions import db

LONGEST_SEARCH = 60
LIVE, RETIRED, ALL = "live", "retired", "all"


@blueprint.get("/")
@requires(*READERS)
def overview() -> str:
    """Show how much there is of everything, and what to do first in an empty city."""
    scope, found = own_scope(), catalogue()
    counts = {
        section: len(_visible(kind, found, scope=scope, state=LIVE))
        for section, kind in KINDS.items()
    }
    officers = officers_page(
        db.session(), OfficerFilter(agency_id=scope.agency_id), on=found.on, number=1
    )
    return render_template(
        "organisation/staff_pages/overview.html",
        counts=counts,
        officers=officers.total,
        scope=scope,
        own=found.agencies.get(scope.agency_id or 0),
    )


@blueprint.get(f"/{PLACES}")
@requires(*READERS)
def places(section: str) -> str:
    """List a kind of places, filtered by words, agency and state."""
    scope, found, asked = own_scope(), catalogue(), asked_for()
    lines = [
        place
        for place in _visible(KINDS[section], found, scope=scope, state=asked["state"])
        if _fits(place, found, asked=asked)
    ]
    return render_template(
        "organisation/staff_pages/places.html",
        section=section,
        page=_page(lines),
        scope=scope,
        found=found,
        **list_context(found, scope=scope, asked=asked),
    )


def asked_for() -> dict[str, str]:
    """Return the filter in the address; what makes no sense asks for everything."""
    state = request.args.get("state", LIVE)
    return {
        "q": search_words(request.args.get("q", ""), longest=LONGEST_SEARCH),
        "agency": request.args.get("agency", ""),
        "state": state if state in {LIVE, RETIRED, ALL} else LIVE,
    }


def list_context(found: Catalogue, *, scope: VisibleScope, asked: dict[str, str]) -> dict[str, Any]:
    """Return what the filter and the pages of a list need."""
    endpoint = request.endpoint or ""
    values: dict[str, Any] = {**(request.view_args or {}), **asked}
    return {
        "asked": asked,
        "is_filtered": bool(asked["q"] or asked["agency"] or asked["state"] != LIVE),
        "agencies": [] if scope.agency_id else list(found.agencies.values()),
        "page_url": lambda number: url_for(endpoint, **values, page=number),
    }


def _visible(
    kind: RecordKind, found: Catalogue, *, scope: VisibleScope, state: str
) -> list[KnownPlace]:
    return [
        place
        for place in places_of(kind, found).values()
        if scope.sees(agency_of(place, found).id)
        and (state == ALL or place.is_retired(found.on) == (state == RETIRED))
    ]


def _fits(place: KnownPlace, found: Catalogue, *, asked: dict[str, str]) -> bool:
    agency = agency_of(place, found)
    if asked["agency"] not in {"", agency.code}:
        return False
    text = f"{place.code} {place.name} {agency.name}".lower()
    return all(word in text for word in asked["q"].lower().split())


def _page(lines: Sequence[KnownPlace]) -> Page[KnownPlace]:
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    return Page(lines[start : start + PAGE_SIZE], number, len(lines))


@blueprint.route("/desks/<code>/hours", methods=METHODS)
@requires(*EDITORS)
def hours(code: str) -> str | Response:
    """Show a desk's week as a form and write it down."""
    shown = changeable("desks", code)
    form = HoursForm()
    if request.method == "GET":
        form.show(places_queries.opening_hours(db.session(), shown.place.id))
    week = form.hours() if form.validate_on_submit() else None
    if week is not None and is_carried_out(
        form,
        [DeskRecord(code=code, hours=week)],
        action="organisation.hours",
        subject=shown.subject,
    ):
        return redirect(f"{shown.url}?done=changed")
    return render_template(
        "organisation/staff_pages/hours.html", form=form, errors=_errors_of_hours(form), shown=shown
    )


def _errors_of_hours(form: HoursForm) -> list[tuple[str, str]]:
    return [
        (field.id, f"{day}: {message}")
        for day, fields in form.days()
        for field in fields
        for message in field.errors
    ]
