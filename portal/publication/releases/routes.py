"""Releases for staff: what a draft will show and hide, its sign-off, its hold."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.publication.figures.documents import (
    CITY_ADDRESS,
    ReleaseKind,
    ReleaseState,
    due_on,
    is_closed,
)
from portal.publication.figures.review import Review
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import review_queries
from portal.publication.releases.forms import HoldForm, ReviewFilter, SignOffForm
from portal.publication.releases.labels import CATEGORIES, PASTS
from portal.publication.releases.pending_tasks import release_set_up, waiting_releases
from portal.publication.releases.probe import RELEASE_PROBE
from portal.publication.releases.publishing import (
    CannotHold,
    DraftStale,
    NotPrepared,
    ReleaseDraftChanged,
    draft_digest,
    goes_out_on,
    hold_release,
    publish_release,
)
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.staleness import is_stale
from portal.storage.paging import Page, offset_of, page_number
from portal.time.months import Month
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, register_trace, today, trusted_today
from portal.web.health import register_probe
from portal.web.navigation import NavEntry, add_navigation, add_next_steps, add_set_up, end_set_up

# A draft that is made anew differs from the one before by what was decided in between: whoever
# read both would learn what no audit looked at. So heads read what is out.
DRAFT_READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
READERS = (*DRAFT_READERS, Role.AGENCY_HEAD)
NAV = (NavEntry("releases.index", _l("Terbitan"), order=33),)
METHODS = ["GET", "POST"]
REFUSED = 409
# A figure that is not shown is a card of six lines on a phone.
PAGE_SIZE = 8
MONTHS_PER_PAGE = 12
PageAnswer = tuple[str, int]

blueprint = Blueprint("releases", __name__, url_prefix="/admin/releases")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """List every month's release, the latest first."""
    following = releases_queries.next_month(db.session())
    found = releases_queries.releases(db.session(), kind=ReleaseKind.MONTHLY)
    is_missing = following not in {None, *(release.period for release in found)}
    return render_template(
        "publication/releases/releases.html",
        page=_paged(list(found), size=MONTHS_PER_PAGE),
        page_url=lambda number: url_for("releases.index", page=number),
        sees_drafts=current_staff().has(*DRAFT_READERS),
        goes_out_on=goes_out_on,
        today=today(),
        missing=following if is_missing else None,
        missing_due=due_on(following) if following else None,
        is_missing_closed=following is not None and is_closed(following, today=today()),
    )


@blueprint.get("/<month:period>")
@requires(*READERS)
def one(period: Month) -> str:
    """Show what a release will publish or has published, and what it hides."""
    return _page(release_of(period), said=request.args.get("said", ""))


@blueprint.get("/<month:period>/documents")
@requires(*READERS)
def documents(period: Month) -> str:
    """List the documents of a release with their digests."""
    release = release_of(period)
    digests = list(review_queries.release_digests(db.session(), release).items())
    return render_template(
        "publication/releases/release_documents.html",
        release=release,
        page=_paged(digests, size=PAGE_SIZE),
        page_url=lambda number: url_for("releases.documents", period=period, page=number),
    )


@blueprint.route("/<month:period>/sign", methods=METHODS)
@requires(Role.ADMINISTRATOR, fresh=True)
def sign(period: Month) -> PageAnswer | Response:
    """Ask for the reflection, and publish at once what was looked at."""
    release, form = release_of(period), SignOffForm()
    if release.state is ReleaseState.PUBLISHED:
        return _page(release, said="already"), REFUSED
    if not form.validate_on_submit():
        return _sign_page(form, release)
    sign_off, seen = form.to_command(by=current_staff().signature), form.draft.data or ""
    try:
        day = trusted_today()
        record_act("release.published", f"release:{period}")
        publish_release(db.session(), period, today=day, sign_off=sign_off, seen=seen)
    except NotPrepared:
        return _page(release_of(period), said="already"), REFUSED
    except (ReleaseDraftChanged, DraftStale, ClockNotTrusted) as error:
        return _sign_page(form, release_of(period), refusal=error)
    return redirect(url_for("releases.one", period=period, said="signed"))


@blueprint.route("/<month:period>/hold", methods=METHODS)
@requires(Role.ADMINISTRATOR, fresh=True)
def hold(period: Month) -> PageAnswer | Response:
    """Ask for the reason and the day, and hold the release once."""
    release, form = release_of(period), HoldForm(days="3")
    if not may_hold(release):
        return _page(release, said="not-held"), REFUSED
    form.offer(release.due_on)
    if not form.validate_on_submit():
        page = render_template("publication/releases/hold.html", release=release, form=form)
        return page, 422 if form.errors else 200
    decided = form.to_command(by=current_staff().signature)
    record_act("release.held", f"release:{period}", days=decided.days)
    try:
        hold_release(db.session(), period, hold=decided, today=today())
    except CannotHold:
        return _page(release_of(period), said="not-held"), REFUSED
    return redirect(url_for("releases.one", period=period, said="held"))


def release_of(period: Month) -> ReleaseInBrief:
    """Return a month's release, or end the request: there is none for this reader."""
    found = releases_queries.release_in_brief(db.session(), period)
    is_out = found is not None and found.state is ReleaseState.PUBLISHED
    if found is None or not (is_out or current_staff().has(*DRAFT_READERS)):
        abort(404)
    return found


def may_hold(release: ReleaseInBrief) -> bool:
    """Return whether a release can still be held: once, and until its fixed day."""
    return release.state is ReleaseState.PREPARED and today() <= release.due_on


def _page(release: ReleaseInBrief, *, said: str) -> str:
    session = db.session()
    is_published = release.state is ReleaseState.PUBLISHED
    review = review_queries.release_review(session, release)
    ledger = releases_queries.ledger_lines_about(session, release.edition) if is_published else ()
    return render_template(
        "publication/releases/release.html",
        release=release,
        said=said,
        city=review_queries.release_document(session, release, address=CITY_ADDRESS),
        review=review,
        gaps=review_queries.release_yearly_gaps(session, release),
        is_stale=not is_published and is_stale(session, release),
        goes_out=goes_out_on(release),
        is_late=not is_published and today() > goes_out_on(release),
        may_act=current_staff().has(Role.ADMINISTRATOR) and not is_published,
        may_hold=may_hold(release),
        ledger=ledger,
        categories=CATEGORIES,
        pasts=PASTS,
        **(_list_of(release, review) if review else {}),
    )


def _list_of(release: ReleaseInBrief, review: Review) -> Mapping[str, Any]:
    """Return the part of the list of hidden figures that the address asks for."""
    wanted = ReviewFilter.of(request.args)
    found = _paged(wanted.matching(review.hidden), size=PAGE_SIZE)
    here: dict[str, Any] = {"period": release.period, "_anchor": "daftar"}
    return {
        "wanted": wanted,
        "page": found,
        "page_url": lambda number: url_for(
            "releases.one", **here, **wanted.asked_for(), page=number
        ),
        "list_url": lambda **asked: url_for("releases.one", **here, **asked),
    }


def _paged(items: list[Any], *, size: int) -> Page[Any]:
    number = page_number(request.args.get("page"))
    start = offset_of(number, size)
    return Page(items[start : start + size], number, len(items), size)


def _sign_page(
    form: SignOffForm, release: ReleaseInBrief, *, refusal: Exception | None = None
) -> PageAnswer:
    """Return the page that asks for a sign-off of the draft as it is now."""
    session = db.session()
    form.draft.data = draft_digest(session, release)
    page = render_template(
        "publication/releases/sign.html",
        release=release,
        form=form,
        city=review_queries.release_document(session, release, address=CITY_ADDRESS),
        review=review_queries.release_review(session, release),
        is_stale=is_stale(session, release),
        is_refused=refusal is not None,
        is_clock_wrong=isinstance(refusal, ClockNotTrusted),
    )
    return page, REFUSED if refusal else 422 if form.errors else 200


def install_releases(app: Flask) -> None:
    """Register the pages, their place in the menu and what waits for a person."""
    add_navigation(app, *NAV)
    add_next_steps(app, waiting_releases)
    add_set_up(app, release_set_up)
    end_set_up(app, lambda session: releases_queries.latest_month(session) is not None)
    register_trace(app, releases_queries.newest_release)
    app.register_blueprint(blueprint)
    register_probe(app, RELEASE_PROBE)
