"""Which form of this request's person is kept: by its address, and only where it may be."""

import re

from flask import current_app, g, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from portal.accounts.authentication.domain import TypedForm, typed_form
from portal.accounts.drafts.domain import FORM, KNOWN, Draft, address_to_keep, without_proofs
from portal.accounts.drafts.queries import drafts_of
from portal.web.access import access_of, current_staff, is_traceless, is_untold
from portal.web.extensions import db, moment


def endpoint_of(address: str, *, method: str) -> str | None:
    """Return the staff page that ``address`` leads to, or None: none, public or traceless."""
    adapter = current_app.create_url_adapter(request)
    path, _, _ = address.partition("?")
    if adapter is None:
        return None
    try:
        endpoint, _ = adapter.match(path, method=method)
    except (RequestRedirect, MethodNotAllowed, HTTPException):
        return None
    access = access_of(current_app, str(endpoint))
    is_kept = access is not None and not access.is_public
    return str(endpoint) if is_kept and not is_untold(current_app, str(endpoint)) else None


def with_drafts(page: Markup) -> Markup:
    """Return the HTML of a staff page in which each form that is typed into keeps its draft.

    :param page: escaped already, as what is added to it is.
    """
    if is_traceless() or 'method="post"' not in page:
        return page
    return type(page)(FORM.sub(_marked, page))


def known_revision() -> int:
    """Return the revision of the draft that the form of this request knew; 0 for none."""
    text = request.form.get(KNOWN, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def typed_for(address: str) -> TypedForm | None:
    """Return what this request's form holds for ``address``; None when nothing was typed."""
    fields = [(name, value) for name, values in request.form.lists() for value in values]
    return typed_form(address, without_proofs(fields))


def _marked(found: re.Match[str]) -> str:
    here = request.full_path.rstrip("?")
    address = address_to_keep(found["attributes"], found["inside"], here=here)
    if address is None or endpoint_of(address, method="POST") is None:
        return found[0]
    draft = _drafts().get(address)
    told = render_template("accounts/drafts/mark.html", address=address, draft=draft, known=KNOWN)
    return found[0].removesuffix("</form>") + told + "</form>"


def _drafts() -> dict[str, Draft]:
    """Return the person's drafts, asked of the database once a request."""
    if "form_drafts" not in g:
        g.form_drafts = drafts_of(db.session(), current_staff().account_id, now=moment())
    held: dict[str, Draft] = g.form_drafts
    return held
