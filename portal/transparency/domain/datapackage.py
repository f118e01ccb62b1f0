"""Descriptions of the open data for programs: Frictionless and schema.org."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.publication.figures.revisions import figures_address
from portal.time.months import Month
from portal.transparency.domain.flat import DEMO
from portal.transparency.domain.open_figures import table_schema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE_NAME = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
DATA_TYPES = {"csv": "text/csv", "json": "application/json"}
NAME = "suara-loket"


@dataclass(frozen=True, slots=True)
class OpenRelease:
    """A published month as open data; ``sha256`` is that of ``figures.json``."""

    period: Month
    published_on: date
    sha256: str

    @property
    def address(self) -> str:
        """Where its files lie, below ``/data/``."""
        return f"{self.period}/figures"


@dataclass(frozen=True, slots=True)
class OpenRevision:
    """The revised figures of a year as open data."""

    year: int
    published_on: date

    @property
    def period(self) -> str:
        """What a catalogue calls it, beside the months."""
        return f"revision-{self.year}"

    @property
    def address(self) -> str:
        """Where its files lie, below ``/data/``."""
        return figures_address(self.year)


OpenFile = OpenRelease | OpenRevision


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: the city, where, and whether its figures are invented."""

    city: str
    public_url: str
    is_demo: bool
    languages: Sequence[str]

    @property
    def title(self) -> str:
        """The name of the data as a whole."""
        marked = f" ({DEMO})" if self.is_demo else ""
        return f"Indeks Kepuasan Masyarakat {self.city}{marked}"

    @property
    def description(self) -> str:
        """What the data is, in one sentence."""
        return f"Penilaian warga atas loket pelayanan {self.city}, satu berkas setiap terbitan."


def datapackage(
    publisher: Publisher, releases: Sequence[OpenRelease], *, revised: Sequence[OpenRevision] = ()
) -> dict[str, Any]:
    """Return the Data Package: CSVs with one Table Schema for all months, each, and revisions.

    :param releases: latest first, as ``revised``.
    """
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": publisher.title,
        "description": publisher.description,
        "homepage": f"{publisher.public_url}/data/",
        "version": releases[0].period if releases else "0",
        "licenses": [{"name": LICENCE_NAME, "path": LICENCE_URL, "title": "CC BY 4.0"}],
        "keywords": ["IKM", "SKM", "pelayanan publik"],
        "resources": [
            *([_table("figures", "figures.csv")] if releases else []),
            *(
                _table(f"figures-{each.period}", f"{each.address}.csv")
                for each in _files(releases, revised)
            ),
        ],
    }


def _files(
    releases: Sequence[OpenRelease], revised: Sequence[OpenRevision]
) -> tuple[OpenFile, ...]:
    return *releases, *revised


def _table(name: str, path: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(),
    }


def schema_org(
    publisher: Publisher, releases: Sequence[OpenRelease], *, revised: Sequence[OpenRevision] = ()
) -> dict[str, Any]:
    """Return the same for search engines, as a schema.org Dataset."""
    periods = [release.period for release in releases]
    coverage = {"temporalCoverage": f"{periods[-1]}/{periods[0]}"} if periods else {}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": publisher.title,
        "description": publisher.description,
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": publisher.city},
        **coverage,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"{publisher.public_url}/data/{file.address}.csv",
            }
            for file in _files(releases, revised)
        ],
    }


def place_metadata(
    document: Mapping[str, Any], *, public_url: str, path: str, languages: Sequence[str]
) -> dict[str, object]:
    """Return a schema.org Dataset that describes the figures of a place.

    :param public_url: scheme and host of the portal; empty leaves addresses relative.
    :param languages: in which the page can be read, such as ``id``.
    """
    place, headline = document["place"], document["headline"]
    spans = [figure["period"] for figure in document["trend"]] or [headline["period"]]
    first, last = spans[0].partition("/")[0], spans[-1].rpartition("/")[2]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"IKM {place['name']}",
        "description": f"Indeks Kepuasan Masyarakat (IKM) {place['name']}, {first} - {last}.",
        "url": f"{public_url}{path}",
        "inLanguage": list(languages),
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{first}/{last}",
        "version": document["release"]["edition"],
        "variableMeasured": "Indeks Kepuasan Masyarakat (IKM)",
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": mimetype,
                "contentUrl": f"{public_url}/{place['address']}.{ending}",
            }
            for ending, mimetype in DATA_TYPES.items()
        ],
    }
