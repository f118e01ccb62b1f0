"""The pages of the city, its agencies, units, services and desks, each with its data beside it."""

import io
from typing import Any

import segno
from flask import Response, abort, current_app, request

from portal.publication.figures.documents import (
    CITY_ADDRESS,
    RELEASE_DAY,
    SHARE_LABEL,
    TODAY_ADDRESS,
    PlaceKind,
    charts_address,
)
from portal.publication.releases.backlog_queries import Backlog, history_in_progress
from portal.publication.releases.queries import (
    next_month,
    published,
    published_periods,
    release_in_brief,
)
from portal.transparency.beside_figures import DeskFacts, desk_facts, promises, shown_comments
from portal.transparency.directory import directory, places_within
from portal.transparency.documents import (
    Document,
    Read,
    chart_names,
    read_document,
    revised_figures,
)
from portal.transparency.domain.datapackage import place_metadata
from portal.transparency.domain.flat import place_table
from portal.transparency.domain.place_page import Delay, delay, place_page
from portal.transparency.domain.place_tables import SORTS
from portal.transparency.domain.tables import TableForm
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import (
    blueprint,
    cached,
    chosen,
    data_page,
    html_page,
    table_page,
    today,
)
from portal.web.access import public
from portal.web.extensions import current_settings, db

DECEMBER = "-12"
REPORTS_LINKED = 3


def path_of(place: Document) -> str:
    """Return the address of a place's page."""
    address = str(place["address"])
    return "/" if address == CITY_ADDRESS else f"/{address}"


def page_context(read: Read, *, facts: DeskFacts | None) -> dict[str, Any]:
    """Return what the template of a place needs beside the arranged document."""
    place = read.content["place"]
    known: dict[str, Any] = dict(current_app.jinja_env.globals)
    public_url = str(known["public_url"])
    return {
        "published": read.published,
        "desk": facts,
        "sort": chosen("sort", SORTS),
        "page_address": f"/{place['address']}",
        "path_of": path_of,
        "delay": current_delay(),
        "history": current_history(),
        "running": _running(place),
        "lessons": _lessons(read.content),
        "promises": promises(db.session(), place, on=today()),
        "revisions": revised_figures(db.session(), place["address"]),
        "report_years": _report_years(place),
        "successor": _successor(place),
        "respond_url": _respond_url(read.content),
        "published_comments": shown_comments(db.session(), read.content, on=today()),
        "chart_share_label": SHARE_LABEL,
        "chart_names": chart_names(db.session(), place["address"]),
        "metadata": place_metadata(
            read.content,
            public_url=public_url,
            path=path_of(place),
            languages=[*known["languages"]],
        ),
    }


def current_delay() -> Delay | None:
    """Return what delays the month that is to be published next, the first one included."""
    period = next_month(db.session())
    if period is None:
        return None
    release = release_in_brief(db.session(), period)
    held_days = release.held_days if release else None
    reason = release.hold_reason if release else None
    return delay(period, today=today(), held_days=held_days, reason=reason)


def current_history() -> Backlog | None:
    """Return how far the made-up city's months are published while they are; else None."""
    if not current_settings().demo:
        return None
    return history_in_progress(db.session(), today=today())


def _running(place: Document) -> Document | None:
    """Return the city's figure of the month so far; no other place has one."""
    if place["address"] != CITY_ADDRESS:
        return None
    read = read_document(db.session(), TODAY_ADDRESS)
    return read.content if read else None


def _lessons(content: Document) -> list[Document]:
    """Return what was learned, newest first: at this release's sign-off, then before it.

    A release is signed when its documents are made, so that only those of later ones quote it.
    """
    kept: list[Document] = list(content["lessons"])
    if content["place"]["address"] != CITY_ADDRESS:
        return kept
    release = release_in_brief(db.session(), str(content["release"]["period"]))
    if release is None or not release.reflection:
        return kept
    own = {"text": release.reflection, "signed_by": release.signed_by, "period": release.period}
    return [own, *kept]


def _report_years(place: Document) -> tuple[str, ...]:
    """Return the newest years of which a place has a whole statutory report."""
    if place["kind"] not in {PlaceKind.AGENCY, PlaceKind.UNIT}:
        return ()
    periods = published_periods(db.session(), place["address"])
    return tuple(each[:4] for each in periods if each.endswith(DECEMBER))[:REPORTS_LINKED]


def _successor(place: Document) -> Document | None:
    """Return the place that took over; one without figures goes by its code."""
    if not place["successor"]:
        return None
    address = f"{str(place['address']).partition('/')[0]}/{place['successor']}"
    read = read_document(db.session(), address)
    return read.content["place"] if read else {"name": place["successor"], "address": address}


def _respond_url(content: Document) -> str:
    """Return where to answer a figure, with the desk or the agency filled in.

    A unit and a service have no place of their own in the form: their agency stands for them.
    """
    for place in (content["place"], *reversed(content["parents"])):
        if place["kind"] in {PlaceKind.DESK, PlaceKind.AGENCY}:
            return f"/complaints/new?{place['kind']}={place['code']}"
    return "/complaints/new"


PLACE = "/<any(agencies,units,services,desks):folder>/<place:code>"
QR_SCALE = 4


@blueprint.get("/")
@public
@cached(choices={"sort": SORTS})
def city() -> CachedPage:
    """Show the city's figures."""
    return _page(CITY_ADDRESS)


@blueprint.get(PLACE)
@public
@cached(choices={"sort": SORTS})
def place(folder: str, code: str) -> CachedPage:
    """Show the figures of an agency, a unit, a service or a desk."""
    return _page(f"{folder}/{code}")


@blueprint.get("/city.json")
@blueprint.get("/.json")
@public
@cached(is_translated=False)
def city_json() -> CachedPage:
    """Answer the city's document as it was published."""
    return _json(CITY_ADDRESS)


@blueprint.get("/city/today.json")
@public
@cached(is_translated=False)
def city_today() -> CachedPage:
    """Answer the city's figure of the month so far."""
    return _json(TODAY_ADDRESS)


@blueprint.get(f"{PLACE}.json")
@public
@cached(is_translated=False)
def place_json(folder: str, code: str) -> CachedPage:
    """Answer a place's document as it was published."""
    return _json(f"{folder}/{code}")


@blueprint.get("/city.<table:form>")
@blueprint.get("/.<table:form>")
@public
@cached(is_translated=False)
def city_csv(form: TableForm) -> CachedPage:
    """Answer the city's figures as one table."""
    return _table(CITY_ADDRESS, form=form)


@blueprint.get(f"{PLACE}.<table:form>")
@public
@cached(is_translated=False)
def place_csv(*, folder: str, code: str, form: TableForm) -> CachedPage:
    """Answer a place's figures as one table."""
    return _table(f"{folder}/{code}", form=form)


@blueprint.get("/city.charts.json")
@public
@cached(is_translated=False)
def city_charts() -> CachedPage:
    """Answer what the city's interactive charts draw."""
    return _json(charts_address(CITY_ADDRESS))


@blueprint.get(f"{PLACE}.charts.json")
@public
@cached(is_translated=False)
def place_charts(folder: str, code: str) -> CachedPage:
    """Answer what a place's interactive charts draw."""
    return _json(charts_address(f"{folder}/{code}"))


@blueprint.get("/desks/<place:code>/qr.svg")
@public
def desk_qr(code: str) -> Response:
    """Draw the code that opens the desk's form."""
    facts = desk_facts(db.session(), code, on=today())
    if facts is None or facts.is_retired:
        abort(404)
    base = current_app.jinja_env.globals["public_url"] or request.host_url.rstrip("/")
    drawing = io.BytesIO()
    segno.make(f"{base}{facts.rate_url}", error="m", micro=False).save(
        drawing, kind="svg", scale=QR_SCALE, border=4, light="#fff", xmldecl=False
    )
    response = Response(drawing.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _page(address: str) -> CachedPage:
    read = read_document(db.session(), address)
    folder, _, code = address.partition("/")
    facts = desk_facts(db.session(), code, on=today()) if folder == "desks" else None
    if read is None:
        return _waiting_page(address, facts=facts)
    page = place_page(read.content, sort=chosen("sort", SORTS))
    return html_page("transparency/place.html", page=page, **page_context(read, facts=facts))


def _waiting_page(address: str, *, facts: DeskFacts | None) -> CachedPage:
    """Return the page of a place that exists but has no figures yet; 404 for any other."""
    entries = directory(db.session(), on=today())
    entry = next((entry for entry in entries if entry.address == address), None)
    if entry is None and address != CITY_ADDRESS:
        abort(404)
    return html_page(
        "transparency/waiting.html",
        entry=entry,
        places=places_within(entries, address),
        desk=facts,
        page_address=f"/{address}",
        release_day=RELEASE_DAY,
        delay=current_delay(),
        history=current_history(),
    )


def _json(address: str) -> CachedPage:
    found = published(db.session(), address)
    if found is None:
        abort(404)
    return data_page(found.body, mimetype="application/json", source=found)


def _table(address: str, *, form: TableForm) -> CachedPage:
    read = read_document(db.session(), address)
    if read is None:
        abort(404)
    return table_page(place_table(read.content), form=form, source=read.published)
