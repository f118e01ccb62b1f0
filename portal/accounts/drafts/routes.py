"""Pages that keep what is typed into any staff form, show it again and throw it away."""

from functools import lru_cache

from flask import Response as FlaskResponse
from flask import abort, current_app, g, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from portal.accounts.audit_log import recording
from portal.accounts.authentication.domain import TypedForm, typed_form
from portal.accounts.drafts import queries, service
from portal.accounts.drafts.domain import (
    KNOWN,
    KeptDraft,
    OpenedDraft,
    PageForm,
    address_to_keep,
    forms_in,
    without_proofs,
)
from portal.accounts.drafts.queries import drafts_of
from portal.accounts.staff.pages import PageAnswer, blueprint
from portal.web.access import (
    Role,
    access_of,
    authenticator,
    current_staff,
    is_traceless,
    is_untold,
    requires,
)
from portal.web.extensions import db, moment, vault
from portal.web.formatting import language
from portal.web.kept_form import labels_of


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


DRAFT = "/admin/draft"


@blueprint.route(DRAFT, methods=("GET", "POST"))
@requires(*Role)
def draft() -> PageAnswer | Response:
    """Show what was typed into a form, to be read, changed and sent; a button keeps it first."""
    address = _address()
    if request.method == "POST":
        return _kept_by_button(address)
    opened = queries.open_draft(
        db.session(), current_staff().account_id, address=address, vault=vault(), now=moment()
    )
    return _page(opened, is_changed=False), 200 if opened else 404


@blueprint.get(f"{DRAFT}/fields")
@requires(*Role)
def draft_fields() -> Response:
    """Answer what was typed into a form, for the script that fills it in again."""
    opened = queries.open_draft(
        db.session(), current_staff().account_id, address=_address(), vault=vault(), now=moment()
    )
    if opened is None:
        abort(404)
    return jsonify(revision=opened.draft.revision, fields=opened.form.fields)


@blueprint.post(f"{DRAFT}/typing")
@requires(*Role)
def keep_typing() -> tuple[Response, int]:
    """Keep what is being typed; the answer says under which revision, or that it was elsewhere."""
    typed = typed_for(_address())
    if typed is None:
        return jsonify(state="empty", revision=known_revision()), 200
    try:
        return jsonify(state="kept", revision=_kept(typed)), 200
    except service.KeptDraftChanged:
        return jsonify(state="changed"), 409


@blueprint.post(f"{DRAFT}/throw-away")
@requires(*Role)
def drop_draft() -> Response:
    """Throw a draft away."""
    service.drop_draft(db.session(), current_staff().account_id, address=_address())
    recording.forget_writes()
    return redirect(_back_to(_address()), 303)


def forget_what_was_sent(response: FlaskResponse) -> FlaskResponse:
    """Drop the draft of a form that was sent and whose act was written; a failure leaves it."""
    is_sent = request.method == "POST" and response.status_code < 400
    if not (is_sent and request.form.get(KNOWN) and recording.has_written()):
        return response
    staff, address = authenticator().staff(), request.full_path.rstrip("?")
    if staff is not None:
        try:
            with Session(db.engine) as session:
                service.drop_draft(session, staff.account_id, address=address)
        except SQLAlchemyError as error:
            current_app.logger.warning("a draft stays: %s", type(error).__name__)
    return response


def _kept_by_button(address: str) -> PageAnswer | Response:
    """Keep the form; where another tab kept something else, show what was typed in this one."""
    typed = typed_for(address)
    if typed is None:
        return redirect(_back_to(address), 303)
    try:
        _kept(typed)
    except service.KeptDraftChanged:
        shown = OpenedDraft(KeptDraft(address, known_revision(), moment()), typed)
        return _page(shown, is_changed=True), 409
    return redirect(url_for("accounts.draft", form=address), 303)


def _kept(typed: TypedForm) -> int:
    revision = service.keep_draft(
        db.session(),
        typed,
        account_id=current_staff().account_id,
        revision=known_revision(),
        vault=vault(),
        now=moment(),
    )
    recording.forget_writes()
    return revision


def _page(opened: OpenedDraft | None, *, is_changed: bool) -> str:
    address = _address()
    return render_template(
        "accounts/drafts/draft.html",
        opened=opened,
        address=address,
        back=_back_to(address),
        is_changed=is_changed,
        known=KNOWN,
        labels=labels_of({name for name, _ in opened.form.fields} if opened else ()),
    )


def _address() -> str:
    """Return the address of the form that the request names.

    :raises werkzeug.exceptions.NotFound: when no staff form is sent there.
    """
    address = request.args.get("form", "")
    if endpoint_of(address, method="POST") is None:
        abort(404)
    return address


def _back_to(address: str) -> str:
    return address if endpoint_of(address, method="GET") else url_for("accounts.home")
