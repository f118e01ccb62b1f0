"""Agencies or units side by side: only of one kind, never more than four, never ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.survey.elements import ELEMENTS, Element
from portal.transparency.domain.drawings import (
    GradeSpan,
    Scale,
    Strip,
    fitted_scale,
    grade_spans,
    strip,
    values_of,
)

Document = Mapping[str, Any]
MOST_AGENCIES = 4
FEWEST_AGENCIES = 2
OWN_SERVICES = "own_services"


class ComparisonFault(StrEnum):
    """Why a choice cannot be shown."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen, by kind of agency, and what was; ``fault`` says why not.

    ``groups`` holds the kinds with two agencies or more, each sorted by name.
    """

    groups: Mapping[str, tuple[Document, ...]]
    chosen: tuple[Document, ...]
    fault: ComparisonFault | None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The documents of the agencies chosen; none where there is a fault."""
        return () if self.fault else tuple(str(row["place"]["address"]) for row in self.chosen)


@dataclass(frozen=True, slots=True)
class Column:
    """One agency or unit: its row, its mark, its elements' figures by key.

    The row of an agency stands in the city's document; that of a unit has no comparison, for
    units of several agencies have none with each other.
    """

    row: Document
    mark: Strip | None
    elements: Mapping[str, Document]

    @property
    def why_not_adjusted(self) -> str | None:
        """Why the agency has no figure with the mix of services evened out; None where it has.

        That is another question than whether it can be told from the city: a figure that is
        fit for comparison lacks it only where most of its ratings are for services that nobody
        else gives.
        """
        figure = self.row["figure"]
        if self.row["comparison"]["adjusted"] is not None:
            return None
        if figure["value"] is None:
            return Reason.NOT_SHOWN
        if not figure["verified"]:
            return Reason.UNVERIFIED_ONLY
        return Reason.LOW_RELIABILITY if figure["few_answers"] else OWN_SERVICES


@dataclass(frozen=True, slots=True)
class PlaceComparison:
    """The columns on one scale, by name, and the elements that any of them shows."""

    columns: tuple[Column, ...]
    scale: Scale
    spans: tuple[GradeSpan, ...]
    elements: tuple[Element, ...]


def agency_rows(city: Document) -> tuple[Document, ...]:
    """Return the agencies of the city's document that still exist, by name."""
    rows = [
        row
        for row in city["rows"]
        if row["place"]["kind"] == PlaceKind.AGENCY and not row["place"]["retired"]
    ]
    return tuple(sorted(rows, key=lambda row: str(row["place"]["name"]).casefold()))


def choose(rows: Sequence[Document], *, asked: Sequence[str]) -> Choice:
    """Return what can be chosen and which of ``rows`` were asked for by code.

    Codes that are not known are left out. Nothing asked for is not a fault.
    """
    groups: dict[str, list[Document]] = {}
    for row in rows:
        groups.setdefault(row["place"]["group"], []).append(row)
    wanted = set(asked)
    chosen = tuple(row for row in rows if row["place"]["code"] in wanted)
    return Choice(
        groups={
            kind: tuple(members)
            for kind, members in sorted(groups.items())
            if len(members) >= FEWEST_AGENCIES
        },
        chosen=chosen,
        fault=_fault(chosen) if asked else None,
    )


# What a unit's name may begin with before it says what it is.
FORMS_OF_UNITS = frozenset({"upt", "uptd", "blud"})
# Units that are the same thing in every agency; others are compared within their agency only.
SAME_EVERYWHERE = frozenset({"puskesmas", "kelurahan", "desa"})
SHORTEST_KIND = 4


def unit_row(code: str, name: str, *, agency: str, address: str, full_name: str) -> Document | None:
    """Return what can be chosen of a unit; None where its name does not say what it is."""
    words = [word for word in name.casefold().split() if word not in FORMS_OF_UNITS]
    kind = words[0] if words else ""
    if not kind.isalpha() or len(kind) < SHORTEST_KIND:
        return None
    group = kind.capitalize()
    if kind not in SAME_EVERYWHERE:
        group = f"{group}, {agency}"
    place = {"code": code, "name": full_name, "address": address, "group": group}
    return {"place": place | {"kind": PlaceKind.UNIT}}


def with_figures(choice: Choice, documents: Sequence[Document]) -> Choice:
    """Return the choice with what their documents say of units; without one a unit falls out."""
    by_code = {document["place"]["code"]: document for document in documents}
    found = (
        row if "figure" in row else _with_figure(row, by_code.get(row["place"]["code"]))
        for row in choice.chosen
    )
    return replace(choice, chosen=tuple(row for row in found if row is not None))


def _with_figure(row: Document, document: Document | None) -> Document | None:
    if document is None:
        return None
    return {**row, "figure": document["headline"], "response": document["response"]}


def _fault(chosen: Sequence[Document]) -> ComparisonFault | None:
    if len({row["place"]["group"] for row in chosen}) > 1:
        return ComparisonFault.MIXED
    if len(chosen) < FEWEST_AGENCIES:
        return ComparisonFault.TOO_FEW
    return ComparisonFault.TOO_MANY if len(chosen) > MOST_AGENCIES else None


def comparison(choice: Choice, documents: Sequence[Document]) -> PlaceComparison | None:
    """Return what was chosen side by side; None when there is nothing to show.

    :param documents: those of ``choice.addresses``; one that is missing leaves its elements out.
    """
    if not choice.addresses:
        return None
    scale = fitted_scale(values_of(row["figure"] for row in choice.chosen))
    by_code = {document["place"]["code"]: _elements(document) for document in documents}
    columns = tuple(
        Column(
            row=row,
            mark=strip(row["figure"], scale),
            elements=by_code.get(row["place"]["code"], {}),
        )
        for row in choice.chosen
    )
    asked = {key for column in columns for key in column.elements}
    return PlaceComparison(
        columns=columns,
        scale=scale,
        spans=grade_spans(scale),
        elements=tuple(element for element in ELEMENTS if element in asked),
    )


def _elements(document: Document) -> dict[str, Document]:
    return {entry["element"]: entry["figure"] for entry in document["elements"]}
