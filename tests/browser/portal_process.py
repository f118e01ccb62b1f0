"""A portal of the browser tests' own: its database, its server, its commands."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast
from unittest import mock

from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.settings import Settings
from portal.time import clock
from portal.web.extensions import db
from tests import compiled_once
from tests.browser.moved_clock import MovedClock
from tests.conftest import close
from tests.servers import free_port, process, wait_until

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Portal:
    """A running portal; ``app`` works on its database beside the server, in the tests' process."""

    url: str
    folder: Path
    app: Flask = field(repr=False)

    def flask(self, *words: str) -> str:
        """Run a command of the portal and return what it said."""
        done = self.app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, f"{words}: {done.output}{done.exception!r}"
        return done.stdout

    @contextmanager
    def inside(self) -> Iterator[Session]:
        """Give a session inside the app, for what no command does."""
        with self.app.app_context():
            yield db.session()

    @property
    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "server.log").read_text()


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return what a portal in ``folder`` is started with."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ |= {
        "PORTAL_INSTANCE_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_DEMO": "1",
        "PYTHONWARNINGS": "default",
    }
    return environ | {f"PORTAL_{name}": value for name, value in variables.items()}


def command(environ: dict[str, str], *words: str) -> None:
    """Run a command of ``flask`` as an operator does, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def make_city(folder: Path) -> None:
    """Make the demonstration city in ``folder``, with four months of ratings, published."""
    environ = environment(folder)
    command(environ, "db", "upgrade")
    command(environ, "demo", "seed", "--ratings", "8000", "--months", "4", "--seed", "7")
    command(environ, "jobs", "run-due")


@contextmanager
def app_in(environ: dict[str, str]) -> Iterator[Flask]:
    """Give an app of the tests' process that works on the migrated database of ``environ``."""
    app = create_app(Settings.from_env(environ))
    with app.app_context():
        compiled_once.share_statements(db.engine)
    try:
        yield app
    finally:
        close(app)


def is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running_portal(
    folder: Path, *, stands_at: datetime | MovedClock | None = None, **variables: str
) -> Iterator[Portal]:
    """Serve the portal whose migrated database stands in ``folder`` while the block runs.

    :param stands_at: at which moment its clock and the tests' own stand still; a clock that a test
        moves; None lets them go.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environ = environment(folder, PUBLIC_URL=url, **variables)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    served, still = "wsgi:app", cast(AbstractContextManager[object], nullcontext())
    if isinstance(stands_at, MovedClock):
        environ["SHOWN_IN"] = str(stands_at.shown_in)
        served = "tests.browser.moved:app"
        still = mock.patch.object(clock, "now", stands_at.now)
    elif stands_at is not None:
        environ["STANDS_AT"] = stands_at.isoformat()
        served = "tests.browser.still:app"
        still = mock.patch.object(clock, "now", return_value=stands_at)
    with (
        still,
        process(
            [*gunicorn, "-b", f"127.0.0.1:{port}", served],
            log=folder / "server.log",
            cwd=ROOT,
            env=environ,
        ),
        app_in(environ) as app,
    ):
        wait_until(lambda: is_up(url), what="the portal's first answer")
        yield Portal(url=url, folder=folder, app=app)
