"""Which code a release is made by, so that a difference can be told from a change of the code."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2]
# The folders that decide how a figure comes out, and the libraries that compute in them.
FOLDERS = (
    "disclosure",
    "organisation/places",
    "publication",
    "rating/answers",
    "rating/mixing",
    "statistics",
    "survey",
    "time",
)
LIBRARIES = ("numpy", "plotly", "scipy")
DIGITS = 12


@cache
def versions() -> Mapping[str, str]:
    """Return a fingerprint of the portal's code for figures, and its libraries' versions."""
    return {"code": _fingerprint(), **{name: version(name) for name in LIBRARIES}}


def _fingerprint() -> str:
    found = hashlib.sha256()
    for folder in FOLDERS:
        for path in _files_of(folder):
            found.update(path.relative_to(PORTAL).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:DIGITS]


def _files_of(folder: str) -> list[Path]:
    """Return the files of a folder; one that was moved must not leave the fingerprint unseen."""
    files = sorted((PORTAL / folder).rglob("*.py"))
    if not files:
        raise FileNotFoundError(f"the code for figures is not in {folder} any more")
    return files
