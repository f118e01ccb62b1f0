"""Whether the process is up and whether everything it needs can be used."""

from flask import Blueprint, Response, current_app, jsonify
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.access import public
from portal.extensions import CLIENT_KEY, db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """Answer that the process is up."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Answer what can be used and what is missing, without naming any secret."""
    parts = {"database": _database(), "migrations": _migrations(), "limiter": _limiter()}
    is_ready = all(state == "ok" for state in parts.values())
    return jsonify(status="ok" if is_ready else "unavailable", **parts), 200 if is_ready else 503
