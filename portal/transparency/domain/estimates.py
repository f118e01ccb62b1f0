"""Estimates of a place as its page says them: marked, beside a figure that is not shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Estimated:
    """An estimate with its period and the name of the place that it is drawn to."""

    period: str
    estimate: Document
    toward: str


def estimates_of(document: Document) -> tuple[Estimated, ...]:
    """Return the estimate of the newest month and that of the newest quarter, where they differ.

    Documents of before the estimates have none.
    """
    found = {period: estimate for period, estimate in _said(document) if estimate}
    return tuple(
        Estimated(period, estimate, _name(document, str(estimate["toward"])))
        for period, estimate in found.items()
    )


def _name(document: Document, address: str) -> str:
    """Return what the place above is called, by its address."""
    names = (str(each["name"]) for each in document["parents"] if each["address"] == address)
    return next(names, address)


def _said(document: Document) -> Iterator[tuple[str, Document | None]]:
    yield str(document["headline"]["period"]), document.get("estimate")
    for quarter in document.get("quarters", ())[-1:]:
        yield str(quarter["figure"]["period"]), quarter.get("estimate")
