"""A portal of the browser tests' own: its database, its server, its commands."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import free_port, process, wait_until

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Portal:
    """A running portal; ``environ`` is what its server and its commands are started with."""

    url: str
    folder: Path
    environ: dict[str, str] = field(repr=False)

    def flask(self, *words: str) -> str:
        """Run a command of the portal and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, text: str) -> str:
        """Run Python inside the app's context, for what no command does."""
        program = f"from wsgi import app\nwith app.app_context():\n    exec({text!r})"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "server.log").read_text()


def is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running_portal(folder: Path, **variables: str) -> Iterator[Portal]:
    """Migrate a database in ``folder`` and serve it while the block runs."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ |= {
        "PORTAL_INSTANCE_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_PUBLIC_URL": url,
        "PORTAL_DEMO": "1",
        "PYTHONWARNINGS": "default",
    }
    environ |= {f"PORTAL_{name}": value for name, value in variables.items()}
    portal = Portal(url=url, folder=folder, environ=environ)
    portal.flask("db", "upgrade")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    with process(
        [*command, "-b", f"127.0.0.1:{port}", "wsgi:app"],
        log=folder / "server.log",
        cwd=ROOT,
        env=environ,
    ):
        wait_until(lambda: is_up(url), what="the portal's first answer")
        yield portal
