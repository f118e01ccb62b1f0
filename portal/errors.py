"""What a reader sees when something is refused or fails: pages in the house's look, and JSON."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from portal.extensions import db

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
RETRY_SECONDS = 30


def wants_json() -> bool:
    """Return whether the caller asked for data rather than for a page."""
    return request.path.endswith(".json") or request.path.startswith("/api/")


def error_response(error: HTTPException) -> Response:
    """Return the page or JSON for ``error``, keeping its own headers such as Allow."""
    code = error.code or 500
    shown = code if code in PAGES else 400 if code < 500 else 500
    if wants_json():
        response = jsonify(error=error.name, status=code)
    else:
        response = make_response(render_template(f"errors/{shown}.html", code=code))
    response.status_code = code
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _on_http(error: HTTPException) -> Response:
    return error_response(error)


def _on_csrf(error: CSRFError) -> Response:
    return error_response(error)


def _on_storage(error: Exception) -> Response:
    """Answer 503 while the database or the limiter is away; the next request tries afresh."""
    log.error("storage unavailable: endpoint=%s kind=%s", request.endpoint, type(error).__name__)
    db.session.rollback()
    return error_response(ServiceUnavailable(retry_after=RETRY_SECONDS))


def _on_defect(error: Exception) -> Response:
    """Answer 500; the log names the endpoint, never the address or what was sent."""
    log.error("unexpected failure: endpoint=%s", request.endpoint, exc_info=error)
    return error_response(InternalServerError())


def install_errors(app: Flask) -> None:
    """Register the error pages of the whole portal."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_csrf)
    for storage_error in (OperationalError, InterfaceError, RedisError):
        app.register_error_handler(storage_error, _on_storage)
    app.register_error_handler(Exception, _on_defect)
