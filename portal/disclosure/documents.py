"""One function from a finished public document to constraints on numbers of people.

The audit of a draft, the check against all that was published before and the attack in the
tests read documents through it. What the other fields of a document mean is in ``meanings``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.disclosure.complaints import complaint_constraints
from portal.disclosure.figures import (
    NOBODY,
    PAPER,
    Constraint,
    Count,
    Ends,
    Rules,
    Subject,
    figure_constraints,
)
from portal.disclosure.shares import (
    breakdown_constraints,
    count_bounds,
    distribution_constraints,
    moderation_constraints,
)
from portal.statistics.disclosure import LEAST_GROUP

Json = Mapping[str, Any]
# An address, a period and a series.
Spanned = tuple[str, str, str]

TODAY_STEP = 10
REVISION = re.compile(r"revisions/(\d{4})")
# A revision names no place where fewer ratings changed.
LEAST_CHANGED = 10
# How the source of what an absent figure tells ends.
NOTHING_BESIDE = "no figure beside"
TAKEN_OUT_OR_ADDED = ("verified_taken_out", "open_taken_out", *PAPER)


def constraints_of(
    document: Json, *, address: str, rules: Rules | None = None
) -> Iterator[Constraint]:
    """Give what one finished public document (decoded JSON) tells of numbers of people.

    :param address: where it is published, such as ``desks/kia-1`` or ``data/figures``.
    :param rules: the rules it was made by; the initial ones where None.
    """
    known = rules or Rules()
    if address == "city/today":
        yield from _of_today(document)
    elif "lines" in document:
        yield from complaint_constraints(document)
    elif "columns" in document:
        yield from _of_table(document, is_revised=address.startswith("revisions/"), rules=known)
    elif "figures" in document:
        yield from _of_revised(document["figures"], rules=known)
    elif "places" in document:
        yield from _of_revision(document, rules=known)
    elif "headline" in document:
        yield from _of_place(document, address=address, rules=known)


def _of_place(document: Json, *, address: str, rules: Rules) -> Iterator[Constraint]:
    yield from _of_figures(document, address, rules=rules)
    yield from _of_elements(
        document["elements"], document["headline"], address=address, rules=rules
    )
    yield from _of_estimate(document, str(document["headline"]["period"]), address=address)
    # Documents of before the quarters do not have them.
    for closed in document.get("closed", ()):
        yield from _of_estimate(closed, str(closed["figure"]["period"]), address=address)
        said = {"headline": closed["figure"], "open": closed["open"]}
        yield from _of_figures(said, address, rules=rules)
        yield from _of_elements(closed["elements"], closed["figure"], address=address, rules=rules)
    for each in document["distributions"]:
        yield from distribution_constraints(each, address)
    for each in document["breakdowns"]:
        yield from breakdown_constraints(each, address, rules=rules)
    if document["moderation"]:
        yield from moderation_constraints(document["moderation"], address)


def _of_estimate(holder: Json, period: str, *, address: str) -> Iterator[Constraint]:
    """Give that a place with an estimate has the few answers that it says."""
    estimate = holder.get("estimate")
    if estimate:
        yield estimated(address, period, ends=(estimate["n_from"], estimate["n_to"]))


def estimated(address: str, period: str, *, ends: Ends) -> Constraint:
    """Return that a place has so many answers of all channels, both ends included."""
    return Constraint.on(Count((address,), period), ends, source=f"{address}, {period}: estimate")


def _of_elements(
    elements: Iterable[Json], headline: Json, *, address: str, rules: Rules
) -> Iterator[Constraint]:
    if headline["n"] is None:
        return
    for each in elements:
        figure = as_beside(each["figure"], headline)
        subject = Subject(address, element=each["element"])
        yield from figure_constraints(figure, subject, rules=rules)


def as_beside(figure: Json, headline: Json) -> Json:
    """Return an element's figure with what a hidden one takes from its shown headline."""
    taken = ("few_answers", "channels", "verified")
    return {**figure, **{name: headline[name] for name in taken if name in headline}}


def _of_figures(
    figures: Json, address: str, *, rules: Rules, is_revised: bool = False
) -> Iterator[Constraint]:
    """Give what a place's headline, and the unverified figure beside it or its absence, tell."""
    headline, beside = figures["headline"], figures["open"]
    subject = Subject(address, is_revised=is_revised)
    yield from figure_constraints(headline, subject, rules=rules)
    if beside is not None:
        subject = Subject(
            address, "open", is_revised=is_revised, is_beside_hidden=headline["n"] is None
        )
        yield from figure_constraints(beside, subject, rules=rules)
    elif is_alone(headline):
        yield nobody_beside(headline, address, is_revised=is_revised)


def is_alone(headline: Json) -> bool:
    """Whether a headline without an unverified figure beside it means that there were no others."""
    if headline["n"] is None and not headline["channels"]:
        return False
    return "open" not in headline["channels"] and headline["suppressed"] not in NOBODY


def nobody_beside(headline: Json, address: str, *, is_revised: bool = False) -> Constraint:
    """Return that a place has no unverified ratings in the span of its headline."""
    count = Count((address,), str(headline["period"]), ("open",), is_revised=is_revised)
    return Constraint.on(count, (0, 0), source=f"{address}: {NOTHING_BESIDE}")


def _of_table(document: Json, *, is_revised: bool, rules: Rules) -> Iterator[Constraint]:
    rows = [dict(zip(document["columns"], each, strict=True)) for each in document["rows"]]
    headlines: dict[Spanned, Json] = {}
    for row in rows:
        if not row["element"] and not row["members"]:
            headlines.setdefault(_spanned(row), row)
    beside = {
        _spanned(row)
        for row in rows
        if not row["element"] and row is not headlines.get(_spanned(row)) and not row["members"]
    }
    for row in rows:
        yield from row_constraints(
            row, headline=headlines.get(_spanned(row), row), rules=rules, is_revised=is_revised
        )
    for spanned, headline in headlines.items():
        if spanned not in beside and is_alone(headline):
            yield nobody_beside(headline, headline["address"], is_revised=is_revised)


def _spanned(row: Json) -> Spanned:
    """Return which figures a row belongs to: a place's of one period and series."""
    return row["address"], str(row["period"]), row.get("series", "")


def row_constraints(
    row: Json, *, headline: Json, rules: Rules, is_revised: bool = False
) -> Iterator[Constraint]:
    """Give what one row of a table of figures tells.

    :param headline: the row of the same place, period and series that stands first.
    """
    address = row["address"]
    if row["element"]:
        if headline["n"] is not None:
            figure = as_beside(row, headline)
            subject = Subject(address, element=row["element"], is_revised=is_revised)
            yield from figure_constraints(figure, subject, rules=rules)
        return
    members = tuple(row["members"])
    role = "pool" if members else _role(row, headline)
    subject = Subject(
        address,
        role,
        members=members,
        is_revised=is_revised,
        is_beside_hidden=role == "open" and headline["n"] is None,
    )
    yield from figure_constraints(row, subject, rules=rules)
    if row.get("estimate") is not None:
        yield estimated(address, str(row["period"]), ends=(LEAST_GROUP, rules.least_mean - 1))


def _role(row: Json, headline: Json) -> str:
    if tuple(row["channels"]) == PAPER:
        return "paper"
    return "headline" if row is headline else "open"


def _of_today(document: Json) -> Iterator[Constraint]:
    """Give that the month has at least the ratings that it had by that day."""
    figure = document["headline"]
    if figure["n"] is not None:
        lower, _ = count_bounds(figure["n"], step=TODAY_STEP)
        count = Count(("city",), str(figure["period"]), tuple(figure["channels"]))
        yield Constraint.on(count, (lower, None), source="city/today: n")


def _of_revised(figures: Json, *, rules: Rules) -> Iterator[Constraint]:
    address = figures["place"]["address"]
    yield from _of_figures(figures, address, rules=rules, is_revised=True)
    if figures["paper"] is not None:
        subject = Subject(address, "paper", is_revised=True)
        yield from figure_constraints(figures["paper"], subject, rules=rules)
    else:
        count = Count((address,), str(figures["headline"]["period"]), PAPER, is_revised=True)
        yield Constraint.on(count, (0, 0), source=f"{address}: no paper")


def _of_revision(document: Json, *, rules: Rules) -> Iterator[Constraint]:
    """Give its figures, and that every place it names had ten or more changes.

    What is missing says nothing: a place may be left out without being named.
    """
    for figures in document["places"]:
        yield from _of_revised(figures, rules=rules)
    named = [*(each["place"] for each in document["places"])]
    named += [each["place"] for each in document["left_out"]]
    for place in named:
        count = _changes(place["address"], year=document["year"])
        yield Constraint.on(count, (LEAST_CHANGED, None), source=f"{place['address']}: is named")


def _changes(address: str, *, year: int) -> Count:
    period = f"{year}-01/{year}-12"
    return Count((address,), period, TAKEN_OUT_OR_ADDED, is_revised=True)
