"""Pages of refusals and failures, of one design, and the same as JSON."""

import logging

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from portal.storage.failures import kind_of_failure, place_of
from portal.storage.lasting_keys.keys import KeyUnusable
from portal.web.access import kept_form_of_staff, sent_a_cookie
from portal.web.extensions import db
from portal.web.kept_form import kept_form
from portal.web.recent_failures import note_failure
from portal.web.request_gate import is_json_endpoint

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 405, 413, 415, 429, 500, 503})
RETRY_SECONDS = 30


def wants_json() -> bool:
    """Return whether the caller asked for data rather than for a page."""
    path = request.path
    return path.endswith(".json") or path.startswith("/api/") or is_json_endpoint()


def error_response(error: HTTPException) -> Response:
    """Return the page or JSON for ``error``, keeping its own headers such as Allow.

    A failure on our side gives back what was typed.
    """
    code = error.code or 500
    shown = code if code in PAGES else 400 if code < 500 else 500
    if wants_json():
        response = jsonify(error=error.name, status=code)
    else:
        kept = kept_form() if code >= 500 else None
        response = make_response(render_template(f"errors/{shown}.html", code=code, kept=kept))
    response.status_code = code
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _on_http(error: HTTPException) -> Response:
    return error_response(error)


def _on_csrf(error: CSRFError) -> AnyResponse:
    """Refuse the form; what a signed-in member of staff typed is kept and shown again."""
    kept = kept_form_of_staff()
    if kept is not None:
        return redirect(kept, 303)
    return error_response(error) if sent_a_cookie() or wants_json() else _no_cookies()


def _no_cookies() -> Response:
    """Say that the browser keeps no cookies: sending the form again changes nothing."""
    response = make_response(render_template("errors/no_cookies.html", code=400), 400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _on_failure(error: Exception) -> Response:
    """Answer 503 while a storage is away, and 500 for a defect of our own.

    The next request tries again. The log names the endpoint and the kind of failure, never the
    address or what was sent.
    """
    kind = kind_of_failure(error)
    db.leave()
    if kind is None:
        log.error("unexpected failure: endpoint=%s", request.endpoint, exc_info=error)
        return error_response(InternalServerError())
    note_failure(kind)
    log.error(
        "storage unavailable: endpoint=%s kind=%s at=%s", request.endpoint, kind, place_of(error)
    )
    return error_response(ServiceUnavailable(retry_after=RETRY_SECONDS))


def _on_key(error: KeyUnusable) -> Response:
    """Answer 503 while a lasting key is not the right one; nothing is made in its place."""
    log.error(
        "key unusable: endpoint=%s key=%s state=%s", request.endpoint, error.name, error.state
    )
    db.leave()
    return error_response(ServiceUnavailable(retry_after=RETRY_SECONDS))


def install_errors(app: Flask) -> None:
    """Register the error pages of the whole portal."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(KeyUnusable, _on_key)
    app.register_error_handler(Exception, _on_failure)
