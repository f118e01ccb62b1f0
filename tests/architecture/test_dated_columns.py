"""What is dated is read as of a month: nobody reads the tables that only say how it began."""

import re

from tests.architecture.source_files import PORTAL, portal_files, text_of

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
        for path in portal_files()
        if BEGINNINGS.search(text_of(path))
    }

    assert found == READERS
