"""The page of refusals for auditors and administrators."""

from flask import render_template, request, url_for

from portal.accounts.refusals.labels import REFUSAL_NAMES
from portal.accounts.refusals.queries import refusals_page
from portal.accounts.staff.pages import READERS, blueprint
from portal.storage.paging import page_number
from portal.web.access import requires
from portal.web.extensions import db, moment


@blueprint.get("/admin/accounts/refusals")
@requires(*READERS)
def refusals() -> str:
    """Show how often proofs and pages were refused, by hour and account."""
    number = page_number(request.args.get("page"))
    return render_template(
        "accounts/refusals/refusals.html",
        page=refusals_page(db.session(), number=number, now=moment()),
        page_url=lambda number: url_for("accounts.refusals", page=number),
        names=REFUSAL_NAMES,
    )
