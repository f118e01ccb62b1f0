"""Sets staff cookies, recognises a browser by them; keeps a form whose sender has to sign in."""

from flask import Flask, abort, current_app, g, has_request_context, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.audit_log import recording
from portal.accounts.audit_log.service import Actor
from portal.accounts.authentication.domain import TypedForm, typed_form
from portal.accounts.authentication.service import keep_form
from portal.accounts.refusals.domain import Refusal
from portal.accounts.refusals.service import count_refusal
from portal.accounts.sessions.domain import DEVICE_KNOWN_FOR, Stage, is_fresh, token_hash
from portal.accounts.sessions.queries import OpenSession, is_anybodys_device, open_session
from portal.accounts.sessions.service import note_seen
from portal.web.access import AUTHENTICATOR, Act, Staff, is_traceless
from portal.web.extensions import cookie_name, db, moment

COMMAND_LINE = Actor(None, "command line")
STAFF = "staff"
DEVICE = "staff-device"


def staff_token() -> str:
    """Return the token the browser sent, or an empty text."""
    return request.cookies.get(cookie_name(STAFF), "")


def device_token() -> str:
    """Return the token of the known device the browser sent, or an empty text."""
    return request.cookies.get(cookie_name(DEVICE), "")


def set_staff_cookie(response: Response, token: str) -> None:
    """Give the browser its session; it ends with the browser or on the server."""
    _set(response, STAFF, value=token)


def set_device_cookie(response: Response, token: str) -> None:
    """Let the browser be recognised the next time somebody signs in."""
    _set(response, DEVICE, value=token, max_age_seconds=int(DEVICE_KNOWN_FOR.total_seconds()))


def drop_staff_cookie(response: Response) -> None:
    """Take the session away from the browser."""
    _set(response, STAFF, value="", max_age_seconds=0)


def _set(response: Response, plain: str, *, value: str, max_age_seconds: int | None = None) -> None:
    response.set_cookie(
        cookie_name(plain),
        value,
        max_age=max_age_seconds,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def current_session() -> OpenSession | None:
    """Return the browser's session, half-way ones too; asked of the database once a request."""
    if "open_session" not in g:
        token = staff_token()
        g.open_session = _found(token_hash(token)) if token else None
    found: OpenSession | None = g.open_session
    return found


def _found(hashed: bytes) -> OpenSession | None:
    now = moment()
    found = open_session(db.session(), hashed, now=now)
    if found is not None and not is_traceless():
        note_seen(db.session(), found, now=now)
        recording.forget_writes()
    return found


def signed_in_session() -> OpenSession:
    """Return the session of the person who is signed in; only for views marked with roles.

    :raises werkzeug.exceptions.Forbidden: when nobody is.
    """
    found = current_session()
    if found is None or found.stage is not Stage.SIGNED_IN:
        abort(403)
    return found


def acting() -> Actor:
    """Return the signed-in person as the audit log names them."""
    staff = signed_in_session().staff
    return Actor(staff.account_id, staff.name)


def return_address() -> str:
    """Return the path to come back to after signing in; a form that was sent is kept."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    kept = keep_form_of_request()
    if kept is not None:
        return kept
    rule = request.url_rule
    return request.path if rule and "GET" in (rule.methods or ()) else ""


class SessionAuthenticator:
    """What the rest of the portal uses of signing in."""

    def staff(self) -> Staff | None:
        """Return who is signed in, or None."""
        found = current_session()
        return found.staff if found and found.stage is Stage.SIGNED_IN else None

    def is_fresh(self) -> bool:
        """Return whether the person proved themself within the last minutes."""
        found = current_session()
        return found is not None and is_fresh(found.proved_at, moment())

    def sign_in_url(self, *, fresh: bool) -> str:
        """Return where to sign in, with the way back."""
        endpoint = "accounts.prove" if fresh else "accounts.sign_in"
        return url_for(endpoint, next=return_address() or None)

    def keep_form(self) -> str | None:
        """Keep the form of a signed-in person that cannot be taken, and return its page."""
        return keep_form_of_request() if self.staff() is not None else None

    def note_refusal(self) -> None:
        """Count that the signed-in person asked for a page that is not for them."""
        account_id = signed_in_session().staff.account_id
        count_refusal(db.session(), account_id, kind=Refusal.PAGE, now=moment())
        recording.forget_writes()

    def record(self, act: Act) -> None:
        """Add ``act`` to the audit log within the transaction that carries it."""
        staff = self.staff() if has_request_context() else None
        if staff is None:
            recording.record(act, actor=COMMAND_LINE)
        else:
            recording.record(act, actor=Actor(staff.account_id, staff.name))


def install_authentication(app: Flask) -> None:
    """Let the accounts decide who is signed in."""
    app.extensions[AUTHENTICATOR] = SessionAuthenticator()
    recording.install_recording(app)


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
