"""What a page about a place shows around its figures."""

from typing import Any

from flask import current_app

from portal.publication.figures.chart_labels import ELEMENT_LABELS, SHARE_LABEL
from portal.publication.figures.documents import CITY_ADDRESS, TODAY_ADDRESS, PlaceKind
from portal.publication.releases.backlog_queries import Backlog, history_in_progress
from portal.publication.releases.published_queries import published_periods
from portal.publication.releases.queries import next_month, release_in_brief
from portal.transparency.desk_facts import DeskFacts
from portal.transparency.documents import Document, Read, chart_names, read_document
from portal.transparency.domain.lateness import Delay, delay
from portal.transparency.domain.metadata import place_metadata
from portal.transparency.domain.place_page import SORTS
from portal.transparency.follow_up_actions import promises
from portal.transparency.published_comments import shown_comments
from portal.transparency.revisions import revised_figures
from portal.transparency.routes.cached import chosen, today
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
    public_url = str(current_app.jinja_env.globals["public_url"])
    return {
        "published": read.published,
        "desk": facts,
        "sort": chosen("sort", SORTS),
        "page_address": f"/{place['address']}",
        "path_of": path_of,
        "delay": current_delay(),
        "history": current_history(),
        "running": _running(place),
        "promises": promises(db.session(), place, on=today()),
        "revisions": revised_figures(db.session(), place["address"]),
        "report_years": _report_years(place),
        "successor": _successor(place),
        "respond_url": _respond_url(read.content),
        "published_comments": shown_comments(db.session(), read.content, on=today()),
        "chart_labels": ELEMENT_LABELS,
        "chart_share_label": SHARE_LABEL,
        "chart_names": chart_names(db.session(), place["address"]),
        "metadata": place_metadata(read.content, public_url=public_url, path=path_of(place)),
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
