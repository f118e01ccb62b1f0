"""Recomputes single figures from exact sums, as `flask releases verify` compares them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.publication.exact_sums.archive import Archive
from portal.publication.figures.disclosure_rules import rounded_count, rounded_element, rounded_ikm
from portal.publication.figures.sums import Sums
from portal.rating.answers.answers import Channel
from portal.survey.elements import Element
from portal.survey.index import ikm_of_index
from portal.time.months import MonthRange


@dataclass(frozen=True, slots=True)
class RecomputedDifference:
    """Where something is not what it should be, and both values."""

    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Return the difference in one line."""
        return f"{self.where}: {self.found}, but it should be {self.expected}"


def in_row(archive: Archive, row: dict[str, Any]) -> Iterator[RecomputedDifference]:
    """Give the difference of a published row to what its ratings give; a hidden one has none."""
    if row["n"] is None:
        return
    n, ikm = _expected(_sums(archive, row), row["element"])
    if (row["n"], Decimal(str(row["ikm"]))) != (n, ikm):
        where = " ".join(filter(None, (row["address"], row["element"], row["period"])))
        yield RecomputedDifference(where, f"{row['ikm']} (n {row['n']})", f"{ikm} (n {n})")


def in_count(archive: Archive, row: dict[str, Any]) -> Iterator[RecomputedDifference]:
    """Give the difference in the number of ratings alone, of a place that is not a service.

    It is what ballots still tell that lost their service, or an element, after publication.
    """
    is_of_service = any(each.startswith("services/") for each in _addresses(row))
    if row["n"] is None or row["element"] or is_of_service:
        return
    n = rounded_count(_sums(archive, row).n)
    if row["n"] != n:
        yield RecomputedDifference(f"{row['address']} {row['period']}", f"n {row['n']}", f"n {n}")


def _sums(archive: Archive, row: dict[str, Any]) -> Sums:
    return Sums.total(
        archive.sums(
            address,
            months=MonthRange.of(row["period"]).months,
            channels=[Channel(each) for each in row["channels"]],
        )
        for address in _addresses(row)
    )


def _addresses(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row["members"] or (row["address"],))


def _expected(sums: Sums, element: str) -> tuple[int, Decimal | None]:
    """Return the rounded number of answers and IKM that a published row should show."""
    if not element:
        return rounded_count(sums.n), rounded_ikm(sums.ikm(), n=sums.n) if sums.n else None
    answers = sums.answers(Element(element))
    if not answers.n:
        return 0, None
    return rounded_count(answers.n), rounded_element(ikm_of_index(answers.nrr), n=answers.n)
