"""Recomputes what was published, from ballots and from documents, and names what differs first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation import queries as organisation
from portal.publication import queries
from portal.publication.building.archive import Archive
from portal.publication.domain.city import city_of
from portal.publication.domain.disclosure.rounding import (
    rounded_count,
    rounded_element,
    rounded_ikm,
)
from portal.publication.domain.editions import ReleaseKind, ReleaseState
from portal.publication.domain.encoding import digest
from portal.publication.domain.flat import FIGURES_ADDRESS
from portal.publication.domain.ledger import FIRST_HASH, digests_of, sealed
from portal.publication.domain.spans import Span, first_day, month_after
from portal.publication.domain.sums import Sums
from portal.publication.service.excluding import in_force, keys_of
from portal.rating import queries as rating
from portal.rating.domain import Channel
from portal.rating.queries import TallyRow
from portal.survey.elements import Element
from portal.survey.index import ikm_of_index


@dataclass(frozen=True, slots=True)
class Difference:
    """Where something is not what it should be, and both values."""

    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Return the difference in one line."""
        return f"{self.where}: {self.found}, but it should be {self.expected}"


def differences(session: Session) -> Iterator[Difference]:
    """Give every difference, in the order ledger, documents, tallies, figures.

    Nothing is given when all is as it was published; callers stop at the first.
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
    body = queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
    for text in body.values():
        table = json.loads(text)
        archive = _archive(session, month)
        for values in table["rows"]:
            yield from _in_row(archive, dict(zip(table["columns"], values, strict=True)))


def _archive(session: Session, month: str) -> Archive:
    last_day = first_day(month_after(month)) - timedelta(days=1)
    city = city_of(organisation.catalogue(session, on=last_day), name="")
    archive = Archive(city, excluded=keys_of(in_force(session)))
    for each in Span(f"{month[:4]}-01", month).months:
        archive.add(rating.tallies(session, periods=(each,)))
    return archive


def _in_row(archive: Archive, row: dict[str, Any]) -> Iterator[Difference]:
    if row["n"] is None:
        return
    sums = Sums.total(
        archive.sums(
            address,
            months=Span.of(row["period"]).months,
            channels=[Channel(each) for each in row["channels"]],
        )
        for address in row["members"] or (row["address"],)
    )
    n, ikm = _expected(sums, row["element"])
    if (row["n"], Decimal(str(row["ikm"]))) != (n, ikm):
        where = " ".join(filter(None, (row["address"], row["element"], row["period"])))
        yield Difference(where, f"{row['ikm']} (n {row['n']})", f"{ikm} (n {n})")


def _expected(sums: Sums, element: str) -> tuple[int, Decimal | None]:
    """Return the rounded number of answers and IKM that a published row should show."""
    if not element:
        return rounded_count(sums.n), rounded_ikm(sums.ikm(), n=sums.n) if sums.n else None
    answers = sums.answers(Element(element))
    if not answers.n:
        return 0, None
    return rounded_count(answers.n), rounded_element(ikm_of_index(answers.nrr), n=answers.n)
