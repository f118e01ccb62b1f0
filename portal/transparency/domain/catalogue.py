"""The DCAT catalogue of the open data: what each data set is, from when to when, and its files.

Source: W3C Data Catalog Vocabulary 3, and the words of DCAT-AP for languages, themes, frequencies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.storage.spreadsheets.templates import MIMETYPE as WORKBOOK
from portal.time.months import month_bounds
from portal.transparency.domain.datapackage import (
    LICENCE_URL,
    OpenRelease,
    OpenRevision,
    Publisher,
)

WORDS = "http://publications.europa.eu/resource/authority/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Of another language the list of the European Union may have no name.
NAMES_OF_LANGUAGES = {"id": "IND", "en": "ENG", "jv": "JAV", "su": "SUN"}
GOVERNMENT = "data-theme/GOVE"
FORMS = {"csv": "text/csv", "xlsx": WORKBOOK, "json": "application/json"}
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenYear:
    """A published year of the evaluation of staff, which is told in steps and never of a person."""

    year: int
    published_on: date


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set: its name in addresses, what it says, the days it covers, and its files.

    :ivar first: the first day that it covers, inclusive, as ``last``.
    :ivar page: where people read it.
    :ivar files: address without ending, and the day of publication; the latest first.
    """

    name: str
    title: str
    description: str
    first: date
    last: date
    page: str
    frequency: str
    files: Sequence[tuple[str, date]]
    endings: Sequence[str] = tuple(FORMS)


def data_sets(
    publisher: Publisher,
    releases: Sequence[OpenRelease],
    *,
    revised: Sequence[OpenRevision] = (),
    years: Sequence[OpenYear] = (),
) -> list[DataSet]:
    """Return every data set that has been published, each file list with the latest first."""
    return [
        *(_of_months(publisher, releases) if releases else ()),
        *(_of_revision(publisher, each) for each in revised),
        *(_of_evaluation(publisher, each) for each in years),
    ]


def _of_months(publisher: Publisher, releases: Sequence[OpenRelease]) -> Iterator[DataSet]:
    months = DataSet(
        "ikm",
        publisher.title,
        publisher.description,
        first=month_bounds(releases[-1].period)[0],
        last=month_bounds(releases[0].period)[1],
        page="/data/",
        frequency="MONTHLY",
        files=[(f"/data/{each.address}", each.published_on) for each in releases],
    )
    yield months
    yield replace(
        months,
        name="ikm-semua-bulan",
        title=f"{publisher.title}, semua bulan dalam satu berkas",
        description="Angka setiap bulan sebagaimana pertama kali terbit, dalam satu tabel.",
        files=[("/data/figures", releases[0].published_on)],
        endings=("csv",),
    )


def _of_revision(publisher: Publisher, revision: OpenRevision) -> DataSet:
    return DataSet(
        f"revisi-{revision.year}",
        f"{publisher.title}, revisi tahun {revision.year}",
        "Angka setahun yang diperbaiki setelah terbit.",
        first=date(revision.year, 1, 1),
        last=date(revision.year, 12, 31),
        page=f"/data/revisions/{revision.year}",
        frequency="ANNUAL",
        files=[(f"/data/{revision.address}", revision.published_on)],
    )


def _of_evaluation(publisher: Publisher, year: OpenYear) -> DataSet:
    return DataSet(
        f"evaluasi-{year.year}",
        f"Evaluasi kinerja pegawai {publisher.city} {year.year}",
        "Jalannya evaluasi dalam langkah-langkah kasar, tanpa angka seorang pun.",
        first=date(year.year, 1, 1),
        last=date(year.year, 12, 31),
        page=f"/evaluation/{year.year}",
        frequency="ANNUAL",
        files=[(f"/evaluation/{year.year}", year.published_on)],
    )


def dcat(publisher: Publisher, sets: Iterable[DataSet]) -> Node:
    """Return the catalogue as JSON-LD; every node has an address, so that it is written one way."""
    base = publisher.public_url
    home = f"{base}/data/"
    listed = [_data_set(publisher, each) for each in sets]
    return {
        "@context": CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": publisher.title,
        "dct:description": publisher.description,
        "dct:publisher": _organisation(publisher),
        "dct:language": _languages(publisher),
        "dct:license": {"@id": LICENCE_URL},
        "foaf:homepage": {"@id": f"{base}/"},
        "dcat:dataset": listed,
    }


def _data_set(publisher: Publisher, found: DataSet) -> Node:
    base = publisher.public_url
    address = f"{base}/data/dcat.jsonld#{found.name}"
    days = [day for _, day in found.files]
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": address,
        "dct:title": found.title,
        "dct:description": found.description,
        "dct:publisher": {"@id": f"{base}/#kota"},
        "dcat:contactPoint": _contact(publisher),
        "dct:language": _languages(publisher),
        "dct:spatial": _place(publisher),
        "dct:temporal": {
            "@id": f"{address}-waktu",
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(found.first),
            "dcat:endDate": _day(found.last),
        },
        "dcat:theme": {"@id": f"{WORDS}{GOVERNMENT}"},
        "dcat:keyword": ["IKM", "SKM", "pelayanan publik"],
        "dct:accrualPeriodicity": {"@id": f"{WORDS}frequency/{found.frequency}"},
        "dct:issued": _day(min(days)),
        "dct:modified": _day(max(days)),
        "dct:license": {"@id": LICENCE_URL},
        "dcat:landingPage": {"@id": f"{base}{found.page}"},
        "dcat:distribution": [
            _distribution(base, found, address=where, ending=ending, day=day)
            for where, day in found.files
            for ending in found.endings
        ],
    }


def _contact(publisher: Publisher) -> Node:
    """Return whom to write to: a form, so that no address of anybody is published."""
    return {
        "@id": f"{publisher.public_url}/data/#kontak",
        "@type": "vcard:Organization",
        "vcard:fn": publisher.city,
        "vcard:hasURL": {"@id": f"{publisher.public_url}/complaints/new"},
    }


def _place(publisher: Publisher) -> Node:
    return {
        "@id": f"{publisher.public_url}/data/#wilayah",
        "@type": "dct:Location",
        "dct:title": publisher.city,
    }


def _distribution(base: str, found: DataSet, *, address: str, ending: str, day: date) -> Node:
    file = f"{base}{address}.{ending}"
    return {
        "@id": file,
        "@type": "dcat:Distribution",
        "dct:title": f"{address.strip('/')}.{ending}",
        "dct:issued": _day(day),
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessURL": {"@id": f"{base}{found.page}"},
        "dcat:downloadURL": {"@id": file},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{FORMS[ending]}"},
    }


def _organisation(publisher: Publisher) -> Node:
    return {
        "@id": f"{publisher.public_url}/#kota",
        "@type": "foaf:Organization",
        "foaf:name": publisher.city,
        "foaf:homepage": {"@id": f"{publisher.public_url}/"},
    }


def _languages(publisher: Publisher) -> list[Mapping[str, str]]:
    names = map(NAMES_OF_LANGUAGES.get, publisher.languages)
    return [{"@id": f"{WORDS}language/{name}"} for name in names if name]


def _day(day: date) -> Mapping[str, str]:
    return {"@type": "xsd:date", "@value": day.isoformat()}
