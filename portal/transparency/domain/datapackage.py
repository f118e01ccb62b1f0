"""What data catalogues read about the open data: Frictionless, DCAT and schema.org."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.publication.figures.revisions import figures_address
from portal.transparency.domain.flat import DEMO
from portal.transparency.domain.metadata import LICENCE_NAME, LICENCE_URL
from portal.transparency.domain.open_figures import table_schema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "suara-loket"


@dataclass(frozen=True, slots=True)
class OpenRelease:
    """A published month as open data; ``sha256`` is that of ``figures.json``."""

    period: str
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
    """Return the Data Package: one CSV with the same Table Schema for every release and revision.

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
        "resources": [_resource(each) for each in _files(releases, revised)],
    }


def _files(
    releases: Sequence[OpenRelease], revised: Sequence[OpenRevision]
) -> tuple[OpenFile, ...]:
    return *releases, *revised


def _resource(file: OpenFile) -> dict[str, Any]:
    return {
        "name": f"figures-{file.period}",
        "type": "table",
        "path": f"{file.address}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(),
    }


def dcat(
    publisher: Publisher, releases: Sequence[OpenRelease], *, revised: Sequence[OpenRevision] = ()
) -> dict[str, Any]:
    """Return a DCAT catalogue as JSON-LD: one dataset, two distributions a release or revision."""
    base = f"{publisher.public_url}/data/"
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": base,
        "@type": "dcat:Catalog",
        "dct:title": publisher.title,
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher.city},
        "dcat:dataset": {
            "@id": f"{base}datapackage.json",
            "@type": "dcat:Dataset",
            "dct:title": publisher.title,
            "dct:description": publisher.description,
            "dct:accrualPeriodicity": {
                "@id": "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
            },
            "dct:license": {"@id": LICENCE_URL},
            "dcat:distribution": [
                _distribution(base, file, ending=ending, mimetype=mimetype)
                for file in _files(releases, revised)
                for ending, mimetype in (("csv", "text/csv"), ("json", "application/json"))
            ],
        },
    }


def _distribution(base: str, file: OpenFile, *, ending: str, mimetype: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{file.period} ({ending})",
        "dct:issued": file.published_on.isoformat(),
        "dcat:downloadURL": {"@id": f"{base}{file.address}.{ending}"},
        "dcat:mediaType": mimetype,
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
