"""A package registry on this machine: the real files of a lock, and a newer release of each.

The newer release is made up and holds nothing. A set-up that follows the lock never takes it; one
that asks the registry what is newest takes it, as it would on the day such a release appears.
"""

import hashlib
import os
import re
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NEWER = "9999.0"
PIP = Path(__file__).resolve().parents[1] / "scripts" / "bundled_pip.py"
ASKED_BY = re.compile(r"^ +#\s+(?:via )?([\w.-]+)$", re.MULTILINE)
DOWNLOAD = ["-q", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check"]


def blocks_of(lock: str) -> dict[str, str]:
    """Return each requirement of a lock file with its hashes, by the package's name."""
    found: dict[str, str] = {}
    for block in re.findall(
        r"^[\w.-]+(?:\[[^\]]+\])?==[^\n]*(?:\n[ ]+[^\n]*)*", lock, re.MULTILINE
    ):
        name = canonicalize_name(requirement_of(block).name)
        found[name] = found.get(name, "") + block + "\n"
    return found


def requirement_of(block: str) -> Requirement:
    """Return what the first line of a block asks for."""
    return Requirement(block.partition("\n")[0].rstrip("\\ "))


def versions_of(lock: str) -> dict[str, str]:
    """Return the version that a lock file means on this machine, by the package's name."""
    asked = [
        Requirement(line.rstrip("\\ "))
        for line in lock.splitlines()
        if re.match(r"[\w.-]+(\[[^\]]+\])?==", line)
    ]
    return {
        canonicalize_name(each.name): str(each.specifier).removeprefix("==")
        for each in asked
        if each.marker is None or each.marker.evaluate()
    }


def where_extras_matter(lock: str) -> str:
    """Return the part of a lock with the packages that have extras, and what hangs on them."""
    blocks = blocks_of(lock)
    asked_by = {
        name: {canonicalize_name(each) for each in ASKED_BY.findall(text)}
        for name, text in blocks.items()
    }
    wanted = {name for name, text in blocks.items() if requirement_of(text).extras}
    wanted |= {each for name in wanted for each in asked_by[name]} & blocks.keys()
    while more := {name for name in blocks if asked_by[name] & wanted} - wanted:
        wanted |= more
    return "".join(blocks[name] for name in blocks if name in wanted)


def download(folder: Path, *wanted: str) -> None:
    """Put packages into ``folder``, from the registry this machine uses."""
    command = [sys.executable, str(PIP), "download", *DOWNLOAD, "-d", str(folder), *wanted]
    subprocess.run(command, check=True)


def make_newer_release(folder: Path, name: str) -> None:
    """Write a wheel of ``name`` that is newer than all others and holds nothing."""
    stem = f"{name.replace('-', '_')}-{NEWER}"
    facts = f"Metadata-Version: 2.1\nName: {name}\nVersion: {NEWER}\nProvides-Extra: toml\n"
    wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", facts)
        archive.writestr(f"{stem}.dist-info/WHEEL", wheel)
        archive.writestr(f"{stem}.dist-info/RECORD", "")


class Index(SimpleHTTPRequestHandler):
    """Answers ``/simple/NAME/`` with the files of that package, and gives the files."""

    folder: Path

    def do_GET(self) -> None:
        if self.path.startswith("/simple/"):
            self._list(canonicalize_name(self.path.split("/")[2]))
        else:
            super().do_GET()

    def _list(self, name: str) -> None:
        files = [
            each
            for each in sorted(self.folder.iterdir())
            if canonicalize_name(each.name.partition("-")[0]) == name
        ]
        links = "".join(
            f'<a href="/{each.name}#sha256={hashlib.sha256(each.read_bytes()).hexdigest()}">'
            f"{each.name}</a>\n"
            for each in files
        )
        self.send_response(200 if files else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!DOCTYPE html><html><body>{links}</body></html>".encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the files of ``folder`` as a registry; yields its address."""

    class ServedIndex(Index):
        def __init__(self, *args: object, **more: object) -> None:
            self.folder = folder
            super().__init__(*args, directory=str(folder), **more)  # type: ignore[misc]

    server = ThreadingHTTPServer(("127.0.0.1", 0), ServedIndex)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def new_environment(folder: Path, *, pip: Path) -> Path:
    """Make an environment with the pip of a wheel; returns its Python."""
    venv.create(folder, symlinks=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(pip) as archive:
        archive.extractall(packages)
    return folder / "bin" / "python"


def alone_with(address: str) -> dict[str, str]:
    """Return an environment of variables in which installers use one registry and no cache."""
    prefixes = ("PIP_", "UV_", "VIRTUAL_ENV", "COV_CORE", "PYTHON")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(prefixes)}
    return {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": address,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
        "UV_NO_CACHE": "1",
    }


def installed_in(python: Path) -> dict[str, str]:
    """Return the packages of an environment with their versions, without the installers."""
    command = [python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    found = dict(line.split("==") for line in lines)
    return {
        canonicalize_name(name): version
        for name, version in found.items()
        if name not in {"pip", "setuptools", "wheel"}
    }
