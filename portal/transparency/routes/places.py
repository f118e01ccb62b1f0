"""The pages of the city, its agencies, units, services and desks, each with its data beside it."""

import io

import segno
from flask import Response, abort, current_app, request

from portal.publication.figures.documents import CITY_ADDRESS, TODAY_ADDRESS, charts_address
from portal.publication.figures.editions import RELEASE_DAY
from portal.publication.releases.published_queries import published
from portal.transparency.desk_facts import DeskFacts, desk_facts
from portal.transparency.directory import directory
from portal.transparency.documents import read_document
from portal.transparency.domain.flat import flat_rows, to_csv
from portal.transparency.domain.place_page import SORTS, place_page
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.answers import data_page, html_page
from portal.transparency.routes.blueprint import blueprint
from portal.transparency.routes.cached import cached, chosen, today
from portal.transparency.routes.context import current_delay, current_history, page_context
from portal.web.access import public
from portal.web.extensions import db

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


@blueprint.get("/city.csv")
@blueprint.get("/.csv")
@public
@cached(is_translated=False)
def city_csv() -> CachedPage:
    """Answer the city's figures as one table."""
    return _csv(CITY_ADDRESS)


@blueprint.get(f"{PLACE}.csv")
@public
@cached(is_translated=False)
def place_csv(folder: str, code: str) -> CachedPage:
    """Answer a place's figures as one table."""
    return _csv(f"{folder}/{code}")


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


def _csv(address: str) -> CachedPage:
    read = read_document(db.session(), address)
    if read is None:
        abort(404)
    body = to_csv(flat_rows(read.content))
    return data_page(body, mimetype="text/csv", source=read.published)
