"""A portal to back up, a folder for its backups, and another portal with nothing in it."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.app import create_app
from tests.conftest import POSTGRESQL, close, run_on_server, settings_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups of a test lie."""
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """A database without a table; of SQLite not even the file."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'other' / 'portal.db'}"
        return
    name = f"portal_empty_{secrets.token_hex(6)}"
    run_on_server(f"CREATE DATABASE {name}")
    yield POSTGRESQL.rsplit("/", 1)[0] + "/" + name
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def other_app(empty_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal on another machine, with nothing in it."""
    app = create_app(settings_for(tmp_path / "other", empty_url))
    yield app
    close(app)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command of an app: ``run(app, "backup", "create", folder)``."""

    def invoke(app: Flask, *words: object) -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return invoke
