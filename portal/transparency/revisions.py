"""Revisions of years as the pages read them: all that there are, and those of one place."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind
from portal.publication.figures.revisions import revised_address, revision_address
from portal.publication.releases.queries import published, releases
from portal.transparency.documents import Document, Read, read_document
from portal.transparency.domain.datapackage import OpenRevision

# A place's page shows the newest revisions; /data/ lists all of them.
SHOWN_ON_A_PAGE = 3


@dataclass(frozen=True, slots=True)
class Revision:
    """The revision of a year: its list of places, with the fingerprint of that document."""

    year: str
    read: Read

    @property
    def content(self) -> Document:
        """The document as it was published."""
        return self.read.content

    @property
    def address(self) -> str:
        """Where it lies, below ``/data/``."""
        return revision_address(int(self.year))

    def as_plain(self) -> dict[str, Any]:
        """Return its line in the machine-readable list."""
        content = self.content
        return {
            "kind": content["release"]["kind"],
            "edition": self.year,
            "corrects": content["release"]["corrects"],
            "published_on": content["published_on"],
            "reason": content["cause"]["reason"],
            "decided_by": content["cause"]["decided_by"],
            "places": [each["place"]["address"] for each in content["places"]],
            "sha256": self.read.published.sha256,
            "document": f"/data/{self.address}.json",
            "figures": f"/data/{self.address}/figures.json",
        }


def revisions(session: Session) -> tuple[Revision, ...]:
    """Return every revision that was published, the latest year first."""
    return tuple(
        Revision(year, read)
        for year in _years(session)
        if (read := read_document(session, revision_address(int(year)))) is not None
    )


def open_revisions(session: Session) -> tuple[OpenRevision, ...]:
    """Return every revision as open data, the latest year first."""
    return tuple(
        OpenRevision(int(each.year), each.read.published.published_on)
        for each in revisions(session)
    )


def revised_figures(session: Session, address: str) -> tuple[Document, ...]:
    """Return the newest revisions of a place, the latest year first."""
    found = (published(session, revised_address(int(each), address)) for each in _years(session))
    return tuple(json.loads(each.body) for each in found if each is not None)[:SHOWN_ON_A_PAGE]


def _years(session: Session) -> Iterator[str]:
    yield from (each.edition for each in releases(session, kind=ReleaseKind.REVISION))
