"""Public pages of awards: schemes with their rules and winners, and whether a certificate is true.

No page here is kept in a cache: a winner may take a consent back at any time.
"""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.awards import queries
from portal.evaluation.recognition.certificates import hashes_of
from portal.evaluation.recognition.queries import award_behind
from portal.evaluation.recognition.winner_screen import public_winners
from portal.organisation.people import queries as people
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import public
from portal.web.extensions import db, today, vault
from portal.web.guessing import is_guessing

blueprint = Blueprint("public_awards", __name__, url_prefix="/awards")
WRONG_CODES_AN_HOUR = 30
LONGEST_CODE = 64


@blueprint.get("")
@public
def index() -> Response:
    """List the schemes whose rules are published, the latest year first."""
    found = queries.schemes(db.session(), is_public=True)
    number = page_number(request.args.get("page"))
    shown = found[offset_of(number) : offset_of(number) + PAGE_SIZE]
    return _fresh(
        render_template("awards/index.html", page=Page(shown, number, len(found))),
    )


@blueprint.get("/<int(max=2147483647):scheme_id>")
@public
def scheme(scheme_id: int) -> Response:
    """Show a scheme: rules, list of jurors, digest and seed, winners who agreed to be named."""
    found = queries.scheme_with(db.session(), scheme_id)
    if found is None or found.is_draft:
        abort(404)
    return _fresh(
        render_template(
            "awards/scheme.html",
            scheme=found,
            listed=queries.listed_jurors(db.session(), scheme_id, on=today()),
            winners=public_winners(found) if found.is_announced else (),
        ),
    )


@blueprint.get("/check")
@public
def ask() -> Response:
    """Ask for the code of a certificate, and lead to its page."""
    code = request.args.get("code", "")
    if code.strip():
        return redirect(url_for("public_awards.check", code=code[:LONGEST_CODE]))
    return _fresh(render_template("awards/check.html", is_unknown=False))


@blueprint.get("/check/<code>")
@public
def check(code: str) -> Response:
    """Show name, scheme and year of the certificate with this code, and nothing else."""
    session = db.session()
    hashes = hashes_of(code, keys=vault().code_keys)
    award = award_behind(session, hashes) if hashes else None
    if award is None:
        return _unknown()
    person = people.person(session, award.person_id)
    found = queries.scheme_with(session, award.scheme_id)
    if person is None or found is None:
        return _unknown()
    return _fresh(render_template("awards/certificate.html", name=person.name, scheme=found))


def _unknown() -> Response:
    """Say that the code is unknown; a network that tried too many is told to wait."""
    if is_guessing("certificate code", most=WRONG_CODES_AN_HOUR):
        abort(429)
    return _fresh(render_template("awards/check.html", is_unknown=True), status=404)


def _fresh(page: str, *, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
