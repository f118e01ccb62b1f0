"""Which code a release is made by, so that a difference can be told from a change of the code."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2]
# The rooms that decide how a figure comes out, and the libraries that compute in them.
ROOMS = (
    "disclosure",
    "organisation/places",
    "publication",
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
    for room in ROOMS:
        for path in sorted((PORTAL / room).rglob("*.py")):
            found.update(path.relative_to(PORTAL).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:DIGITS]
