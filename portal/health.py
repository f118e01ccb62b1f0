"""Whether the process is up and whether everything it needs can be used."""

import logging
import re
from functools import cache

from flask import Blueprint, Response, current_app, jsonify
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal import tables
from portal.access import public
from portal.extensions import db, limiter

log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)
CHECKS = "portal_health_checks"
REVISION = re.compile(r"^revision = ['\"](\w+)", re.MULTILINE)
FOLLOWS = re.compile(r"^down_revision = ['\"](\w+)", re.MULTILINE)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """Answer that the process is up."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Answer what can be used and what is missing, without naming any secret."""
    parts = {"database": _database(), "limiter": _limiter()}
    for name, check in current_app.extensions.get(CHECKS, {}).items():
        parts[name] = check() if parts["database"] == "ok" else "unknown"
    is_ready = all(state == "ok" for state in parts.values())
    status = "ok" if is_ready else "unavailable"
    return jsonify(status=status, **parts), 200 if is_ready else 503


def _database() -> str:
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError as error:
        log.error("database not usable: kind=%s", type(error).__name__)
        db.session.rollback()
        return "unavailable"
    return "ok" if found == newest_migration() else "migrations pending"


@cache
def newest_migration() -> str:
    """Return the revision that no other follows, read from the files without loading Alembic."""
    texts = [file.read_text() for file in tables.MIGRATIONS.glob("versions/*.py")]
    made = {word for text in texts for word in REVISION.findall(text)}
    followed = {word for text in texts for word in FOLLOWS.findall(text)}
    newest: str
    (newest,) = made - followed
    return newest


def _limiter() -> str:
    try:
        is_up = limiter.storage.check()
    except (RedisError, OSError):
        is_up = False
    return "ok" if is_up else "protection off"
