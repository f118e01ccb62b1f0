"""Runs `make run`, or a part of it, as a person at a terminal does."""

import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
RUN = ["bash", "scripts/run", sys.prefix]


def variables(folder: Path, **more: str) -> dict[str, str]:
    """Return what a portal of the test's own is started with."""
    plain = {name: text for name, text in os.environ.items() if not name.startswith("COV_CORE")}
    instance = {"PORTAL_INSTANCE_DIR": str(folder / "instance"), "PORT": str(free_port())}
    return {**plain, **instance, **more}


@contextmanager
def running(folder: Path, environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run it in a process group of its own, as a terminal does; ``said`` reads its words."""
    with (folder / "output").open("w") as output:
        portal = subprocess.Popen(
            RUN, cwd=ROOT, env=environ, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield portal
        finally:
            portal.terminate()
            portal.wait()


def said(folder: Path) -> str:
    """Return what was said so far."""
    return (folder / "output").read_text()


def page(environ: dict[str, str], address: str = "/") -> str:
    """Return a page of the running portal."""
    with urllib.request.urlopen(f"http://127.0.0.1:{environ['PORT']}{address}") as answer:
        text: str = answer.read().decode()
    return text


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """Return rows of the portal's database; none while it has no such table."""
    path = folder / "instance" / "portal.db"
    if not path.exists():
        return []
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        try:
            found = connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            found = []
    connection.close()
    return found


def descendants(pid: int) -> list[int]:
    """Return the processes that ``pid`` started, and those that these started."""
    children = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text().split()
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def is_running(pid: int) -> bool:
    """Return whether a process is there and has not ended."""
    try:
        return "State:\tZ" not in (Path("/proc") / str(pid) / "status").read_text()
    except FileNotFoundError:
        return False
