"""Which form of this request's person is kept: by its address, and only where it may be."""

from functools import lru_cache

from flask import current_app, g, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from portal.accounts.authentication.domain import TypedForm, typed_form
from portal.accounts.drafts.domain import (
    KNOWN,
    KeptDraft,
    PageForm,
    address_to_keep,
    forms_in,
    without_proofs,
)
from portal.accounts.drafts.queries import drafts_of
from portal.web.access import access_of, current_staff, is_traceless, is_untold
from portal.web.extensions import db, moment
from portal.web.formatting import language


def endpoint_of(address: str, *, method: str) -> str | None:
    """Return the staff page that ``address`` leads to, or None: none, public or traceless."""
    endpoint = _endpoint_at(address.partition("?")[0], method=method)
    if endpoint is None:
        return None
    access = access_of(current_app, endpoint)
    is_kept = access is not None and not access.is_public
    return endpoint if is_kept and not is_untold(current_app, endpoint) else None


def _endpoint_at(path: str, *, method: str) -> str | None:
    rule = request.url_rule
    if rule is not None and path == request.path and method in (rule.methods or ()):
        # Most forms are sent to their own page.
        return request.endpoint
    adapter = current_app.create_url_adapter(request)
    try:
        return str(adapter.match(path, method=method)[0]) if adapter is not None else None
    except (RequestRedirect, MethodNotAllowed, HTTPException):
        return None


def with_drafts(page: Markup) -> Markup:
    """Return the HTML of a staff page in which each form that is typed into keeps its draft.

    :param page: escaped already, as what is added to it is.
    """
    if is_traceless() or 'method="post"' not in page:
        return page
    text, parts, at = str(page), [], 0
    for form in forms_in(text):
        parts += [text[at : form.ends], _told(form)]
        at = form.ends
    return type(page)("".join((*parts, text[at:])))


def known_revision() -> int:
    """Return the revision of the draft that the form of this request knew; 0 for none."""
    text = request.form.get(KNOWN, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def typed_for(address: str) -> TypedForm | None:
    """Return what this request's form holds for ``address``; None when nothing was typed."""
    fields = [(name, value) for name, values in request.form.lists() for value in values]
    return typed_form(address, without_proofs(fields))


def _told(form: PageForm) -> str:
    """Return what a form says of its draft; nothing in a form that is not kept."""
    here = request.full_path.rstrip("?")
    address = address_to_keep(form.attributes, form.inside, here=here)
    if address is None or endpoint_of(address, method="POST") is None:
        return ""
    draft = _drafts().get(address)
    if draft is not None:
        return _mark(address, draft=draft)
    return _mark_without_draft(address, reader=language(), script_root=request.script_root)


def _mark(address: str, *, draft: KeptDraft | None) -> str:
    return render_template("accounts/drafts/mark.html", address=address, draft=draft, known=KNOWN)


@lru_cache(maxsize=512)
def _mark_without_draft(address: str, *, reader: str, script_root: str) -> str:
    """Return what stands in most forms; ``reader`` and ``script_root`` are what it depends on."""
    return _mark(address, draft=None)


def _drafts() -> dict[str, KeptDraft]:
    """Return the person's drafts, asked of the database once a request."""
    if "form_drafts" not in g:
        g.form_drafts = drafts_of(db.session(), current_staff().account_id, now=moment())
    held: dict[str, KeptDraft] = g.form_drafts
    return held
