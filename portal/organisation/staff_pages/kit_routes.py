"""A desk's kit: its poster, how often it was scanned, a new code, or none."""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.city_settings.queries import city_look
from portal.organisation.places.blueprint import (
    EDITORS,
    METHODS,
    READERS,
    ShownPlace,
    blueprint,
    changeable,
    shown,
)
from portal.organisation.posters import queries as posters_queries
from portal.organisation.posters import service as posters_service
from portal.organisation.posters.addresses import poster_url, public_address
from portal.organisation.posters.queries import scans_of_desk
from portal.organisation.posters.rateable import PosterDesk
from portal.organisation.staff_pages.kit_sections import kit_sections
from portal.organisation.staff_pages.place_routes import what_was_done
from portal.storage.slots import NoSlotFree, staff_drawing
from portal.time.months import month_of, months_back
from portal.web.access import requires
from portal.web.extensions import current_settings, db, record_act, today
from portal.web.navigation import may_open

if TYPE_CHECKING:
    from portal.organisation.posters.drawing import Paper, PosterSheet
MONTHS_SHOWN = 12
# Told in tens: each scan may be a rating, and a close count would bound those that are hidden.
SCANS_STEP = 10
POSTERS_KEPT = 32
RETRY_SECONDS = 5


@blueprint.get("/desks/<code>/kit")
@requires(*READERS)
def kit(code: str) -> str:
    """Show a desk's kit."""
    found = shown("desks", code)
    poster = _poster(found)
    current = poster.poster_code if poster else None
    address = public_address(current_settings())
    return render_template(
        "organisation/staff_pages/kit.html",
        shown=found,
        is_retired=poster is None,
        url=poster_url(address, current) if current else None,
        scans=_scans_told(found.place.id),
        sections=[each for each in kit_sections() if may_open(found.scope.staff, each.endpoint)],
        done=what_was_done(),
    )


def _scans_told(desk_id: int) -> dict[str, int]:
    """Return by month how many full tens of times a desk's posters were scanned.

    The running month is not told: whoever reads the page again after a visitor left would see
    whether that visitor opened the form.
    """
    running = month_of(today())
    periods = [months_back(running, months=back) for back in range(1, MONTHS_SHOWN + 1)]
    found = scans_of_desk(db.session(), desk_id, periods=periods)
    return {month: scans - scans % SCANS_STEP for month, scans in found.items()}


@blueprint.get("/desks/<code>/poster.pdf")
@requires(*READERS)
def poster_pdf(code: str) -> Response:
    """Send a desk's poster for printing."""
    desk = _poster(shown("desks", code))
    if desk is None or desk.poster_code is None:
        abort(404)
    return _posters([desk], name=f"poster-{code}", back=url_for("organisation.kit", code=code))


@blueprint.get("/agencies/<code>/posters.pdf")
@requires(*READERS)
def agency_posters(code: str) -> Response:
    """Send the posters of all desks of an agency for printing, a page each."""
    found = shown("agencies", code)
    around = found.around
    own = [each.code for each in around.desks.values() if each.agency_id == found.agency.id]
    desks = posters_queries.poster_desks(db.session(), on=around.on, codes=own)
    drawn = [desk for desk in desks if desk.poster_code is not None]
    if not drawn:
        abort(404)
    return _posters(drawn, name=f"posters-{code}", back=found.url)


def _posters(desks: Sequence[PosterDesk], *, name: str, back: str) -> Response:
    """Return the posters of ``desks``, or the page that says which name cannot be printed."""
    # Drawing needs libraries that no worker should carry before somebody prints.
    from portal.organisation.places import printing  # noqa: PLC0415 - large, for printing only
    from portal.organisation.posters import drawing  # noqa: PLC0415 - large, for printing only

    paper = drawing.Paper.A4 if request.args.get("paper") == "a4" else drawing.Paper.A5
    settings = current_settings()
    look = city_look(db.session(), settings)
    sheets = tuple(
        drawing.poster_sheet(desk, code=desk.poster_code or "", settings=settings, look=look)
        for desk in desks
    )
    try:
        body = _drawn(sheets, paper=paper)
    except printing.UnprintableText as error:
        page = render_template("organisation/staff_pages/unprintable.html", error=error, back=back)
        return Response(page, status=409)
    named = {"Content-Disposition": f'attachment; filename="{name}-{paper}.pdf"'}
    return Response(body, mimetype="application/pdf", headers=named)


@lru_cache(maxsize=POSTERS_KEPT)
def _drawn(sheets: "tuple[PosterSheet, ...]", *, paper: "Paper") -> bytes:
    """Return posters, drawn when this process has not drawn them lately."""
    from portal.organisation.posters import drawing  # noqa: PLC0415 - large, for printing only

    try:
        with staff_drawing(current_settings().instance_dir):
            return drawing.poster_pdf(sheets, paper=paper)
    except NoSlotFree as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error


@blueprint.route("/desks/<code>/poster/rotate", methods=METHODS)
@requires(*EDITORS, fresh=True)
def rotate_poster(code: str) -> str | AnyResponse:
    """Ask, and give a desk a new code."""
    found = changeable("desks", code)
    if _poster(found) is None:
        abort(404)
    if request.method == "GET":
        return render_template("organisation/staff_pages/rotate.html", shown=found)
    record_act("poster.rotate", found.subject)
    posters_service.rotate_poster(db.session(), code)
    return redirect(f"{found.url}/kit?done=changed")


@blueprint.route("/desks/<code>/poster/revoke", methods=METHODS)
@requires(*EDITORS, fresh=True)
def revoke_poster(code: str) -> str | AnyResponse:
    """Ask, and withdraw a desk's code."""
    found = changeable("desks", code)
    poster = _poster(found)
    if poster is None or poster.poster_code is None:
        abort(404)
    if request.method == "GET":
        return render_template("organisation/staff_pages/revoke.html", shown=found)
    record_act("poster.revoke", found.subject)
    # Somebody else may have withdrawn it meanwhile, which is what was asked for.
    with suppress(posters_service.NoCurrentPoster):
        posters_service.revoke_poster(db.session(), code)
    return redirect(f"{found.url}/kit?done=ended")


def _poster(found: ShownPlace) -> PosterDesk | None:
    """Return what is on the desk's poster; None when the desk has ended."""
    desks = posters_queries.poster_desks(db.session(), on=found.around.on, codes=[found.place.code])
    return desks[0] if desks else None
