"""What is dated is read as of a month: nobody reads the tables that only say how it began."""

import re
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2] / "portal"
# How it began: the first value of each dated column, until the first change.
BEGINNINGS = re.compile(r"\bLeftOutElement\b|\bDeskService\b|\bDesk\.unit_id\b|\bAgency\.kind\b")
READERS = {
    "organisation/places/models.py",
    "organisation/places/queries.py",
    "organisation/places/service.py",
}


def test_only_the_arrangement_knows_how_it_began() -> None:
    found = {
        path.relative_to(PORTAL).as_posix()
        for path in PORTAL.rglob("*.py")
        if BEGINNINGS.search(path.read_text())
    }

    assert found == READERS
