"""Published documents as the pages read them, and places that have none yet."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, charts_address
from portal.publication.figures.known_figures import FIGURES_ADDRESS, HEADLINE
from portal.publication.figures.revisions import revised_address, revision_address
from portal.publication.releases.queries import (
    PublishedDocument,
    published,
    published_periods,
    releases,
)
from portal.time.months import PeriodKind
from portal.transparency.domain.datapackage import OpenRelease, OpenRevision

Document = Mapping[str, Any]
Figures = Mapping[str, Document]
# A place's page shows the newest revisions; /data/ lists all of them.
SHOWN_ON_A_PAGE = 3


@dataclass(frozen=True, slots=True)
class Read:
    """A published document with its content."""

    published: PublishedDocument
    content: Document


def read_document(session: Session, address: str) -> Read | None:
    """Return the newest document at ``address`` with its content, or None."""
    found = published(session, address)
    return None if found is None else Read(published=found, content=json.loads(found.body))


def newest_figures(session: Session) -> Figures:
    """Return by address the monthly figure of each place that the newest release shows.

    Each has ``ikm``, ``grade`` and ``period``, as in the open data.
    """
    found = read_document(session, FIGURES_ADDRESS)
    if found is None:
        return {}
    columns = found.content["columns"]
    rows = (dict(zip(columns, values, strict=True)) for values in found.content["rows"])
    return {
        row["address"]: row
        for row in rows
        if row["element"] == HEADLINE
        and row.get("series", PeriodKind.MONTH) == PeriodKind.MONTH
        and row["ikm"] is not None
    }


def chart_names(session: Session, address: str) -> tuple[str, ...]:
    """Return the names of the interactive charts published for ``address``."""
    found = published(session, charts_address(address))
    return tuple(json.loads(found.body)) if found else ()


def open_releases(session: Session) -> tuple[OpenRelease, ...]:
    """Return every month whose figures were published, latest first."""
    found = (
        published(session, FIGURES_ADDRESS, period=period)
        for period in published_periods(session, FIGURES_ADDRESS)
    )
    return tuple(
        OpenRelease(period=each.period, published_on=each.published_on, sha256=each.sha256)
        for each in found
        if each is not None
    )


def unchanged_since(published_on: date, *, now: datetime, timezone: str) -> datetime | None:
    """Return a moment after which a document of that day did not change; None on the day itself.

    Two documents may appear on one day, so that only the end of the day is safe to state. A
    moment of reading is never stated: it would tell others that somebody read.

    :param now: aware; nothing later is returned.
    """
    next_day = datetime.combine(published_on + timedelta(days=1), time(), tzinfo=ZoneInfo(timezone))
    return next_day if next_day <= now else None


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
