"""Keeps the form of a request whose sender has to sign in, or prove themself, first."""

from flask import request, url_for

from portal.accounts.audit_log import recording
from portal.accounts.authentication.domain import TypedForm, typed_form
from portal.accounts.authentication.service import keep_form
from portal.accounts.sessions.cookies import device_token
from portal.accounts.sessions.domain import token_hash
from portal.accounts.sessions.queries import is_anybodys_device
from portal.web.access import is_traceless
from portal.web.extensions import db, moment

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def keep_form_of_request() -> str | None:
    """Keep what the request's form holds and return the address of its page.

    None when the page leaves no trace, when there is nothing to keep, when files came along, which
    are not kept, and from a browser that nobody has signed in from: strangers cannot fill the
    table.
    """
    form = None if is_traceless() else _typed()
    if form is None:
        return None
    device_hash = token_hash(device_token())
    if not is_anybodys_device(db.session(), device_hash):
        return None
    token = keep_form(db.session(), form, device_hash=device_hash, now=moment())
    recording.forget_writes()
    return url_for("accounts.kept", token=token)


def _typed() -> TypedForm | None:
    is_form = request.method == "POST" and request.mimetype in FORMS
    is_own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if not (is_form and is_own) or any(file.filename for file in request.files.values()):
        return None
    fields = [(name, value) for name, values in request.form.lists() for value in values]
    return typed_form(request.full_path.rstrip("?"), fields)
