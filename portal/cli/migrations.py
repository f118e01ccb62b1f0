"""Flask-Migrate for whoever changes the schema; a web worker never loads it, nor Alembic."""

import re
from functools import cache
from importlib import import_module
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from portal.tables import MIGRATIONS

EXTENSION = "migrate"
REVISION = re.compile(r"^revision = ['\"](\w+)", re.MULTILINE)
FOLLOWS = re.compile(r"^down_revision = ['\"](\w+)", re.MULTILINE)


class _OnDemand:
    """Stands where Flask-Migrate keeps its settings until the first of them is asked for."""

    def __init__(self, app: Flask, db: SQLAlchemy) -> None:
        self._app = app
        self._db = db

    def __getattr__(self, name: str) -> Any:
        extension = import_module("flask_migrate").Migrate()
        extension.init_app(self._app, self._db, directory=str(MIGRATIONS))
        return getattr(self._app.extensions[EXTENSION], name)


def offer_migrations(app: Flask, db: SQLAlchemy) -> None:
    """Let ``flask db`` and its functions work on ``app``."""
    app.extensions[EXTENSION] = _OnDemand(app, db)


@cache
def newest_migration() -> str:
    """Return the revision that no other follows, read from the files without loading Alembic."""
    followed = {word for text in _texts() for word in FOLLOWS.findall(text)}
    newest: str
    (newest,) = known_migrations() - followed
    return newest


@cache
def known_migrations() -> frozenset[str]:
    """Return every revision that this version has."""
    return frozenset(word for text in _texts() for word in REVISION.findall(text))


@cache
def _texts() -> tuple[str, ...]:
    return tuple(file.read_text() for file in MIGRATIONS.glob("versions/*.py"))
