"""Recomputes what was published, from ballots and from documents, and names what differs first."""

import json
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.organisation import queries as organisation
from portal.publication import queries
from portal.publication.building.archive import Archive
from portal.publication.domain.city import City, city_of
from portal.publication.domain.editions import ReleaseKind, ReleaseState
from portal.publication.domain.encoding import digest
from portal.publication.domain.flat import FIGURES_ADDRESS
from portal.publication.domain.ledger import FIRST_HASH, digests_of, sealed
from portal.publication.domain.spans import Span, first_day, month_after
from portal.publication.service.excluding import in_force, keys_of
from portal.publication.service.recomputing import Difference, in_row
from portal.publication.service.verifying_revisions import revision_differences
from portal.publication.service.verifying_staff import staff_differences
from portal.rating import queries as rating
from portal.rating.domain import Channel
from portal.rating.queries import TallyRow


def differences(session: Session) -> Iterator[Difference]:
    """Give every difference, in the order ledger, documents, tallies, figures, revisions.

    Figures of officers come with those of their month. Nothing is given when all is as it was
    published; callers stop at the first.
    """
    yield from _in_ledger(session)
    yield from _in_documents(session)
    months = [
        release.period
        for release in reversed(queries.releases(session, kind=ReleaseKind.MONTHLY))
        if release.state is ReleaseState.PUBLISHED
    ]
    for month in months:
        yield from _in_tallies(session, month)
    for month in months:
        yield from _in_figures(session, month)
    yield from revision_differences(session)


def _in_ledger(session: Session) -> Iterator[Difference]:
    previous = FIRST_HASH
    for position, line in enumerate(queries.ledger_lines(session), start=1):
        expected = sealed(line.entry, recorded_on=line.recorded_on, previous_hash=previous)
        if (line.id, line.previous_hash, line.hash) != (position, previous, expected):
            yield Difference(f"ledger entry {position}", line.hash, expected)
        previous = line.hash


def _in_documents(session: Session) -> Iterator[Difference]:
    recorded: dict[tuple[str, str], str] = {}
    for line in queries.ledger_lines(session):
        entry = json.loads(line.entry)
        for address, sha256 in digests_of(line.entry).items():
            recorded[f"{entry['kind']} {entry['edition']}", address] = sha256
    for document in queries.every_document(session):
        key = f"{document.kind} {document.edition}", document.address
        expected = recorded.pop(key, "not published")
        actual = digest(document.body)
        if not actual == document.sha256 == expected:
            yield Difference(f"document {key[1]} of {key[0]}", actual, expected)
    for (edition, address), sha256 in recorded.items():
        yield Difference(f"document {address} of {edition}", "missing", sha256)


def _in_tallies(session: Session, month: str) -> Iterator[Difference]:
    tallied = {_cell(row): row for row in rating.tallies(session, periods=(month,))}
    counted = {_cell(row): row for row in rating.recounted(session, period=month)}
    for cell in sorted(tallied.keys() | counted.keys(), key=str):
        found, expected = tallied.get(cell), counted.get(cell)
        if found != expected:
            yield Difference(
                f"tally of {month}, {cell[-1]}, place {cell[:-1]}",
                f"{found.respondents if found else 0} ratings",
                f"{expected.respondents if expected else 0} ballots",
            )


def _cell(row: TallyRow) -> tuple[int | None, int | None, int | None, int | None, Channel]:
    return row.agency_id, row.unit_id, row.desk_id, row.service_id, row.channel


def _in_figures(session: Session, month: str) -> Iterator[Difference]:
    last_day = first_day(month_after(month)) - timedelta(days=1)
    city = city_of(organisation.catalogue(session, on=last_day), name="")
    archive = _archive(session, city, month=month)
    body = queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
    for text in body.values():
        table = json.loads(text)
        for values in table["rows"]:
            yield from in_row(archive, dict(zip(table["columns"], values, strict=True)))
    yield from staff_differences(session, month, catalogue=city.catalogue, archive=archive)


def _archive(session: Session, city: City, *, month: str) -> Archive:
    archive = Archive(city, excluded=keys_of(in_force(session)))
    for each in Span(f"{month[:4]}-01", month).months:
        archive.add(rating.tallies(session, periods=(each,)))
    return archive
