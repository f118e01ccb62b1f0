"""A document as one flat table, so that a spreadsheet shows the figures that the page shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.transparency.domain.tables import OpenTable

Document = Mapping[str, Any]
COLUMNS = (
    "section",
    "kind",
    "code",
    "name",
    "element",
    "level",
    "period",
    "channels",
    "verified",
    "n",
    "measure",
    "value",
    "lower",
    "upper",
    "grade",
    "band",
    "suppressed",
    "note",
)
DEMO = "DATA CONTOH"


def place_table(document: Document) -> OpenTable:
    """Return every figure of ``document`` as a table of open data."""
    return OpenTable(COLUMNS, flat_rows(document))


def flat_rows(document: Document) -> list[dict[str, object]]:
    """Return every figure of ``document``, one a row, in the order of the page."""
    rows = [row for section in _SECTIONS for row in section(document)]
    base = _place(document["place"])
    note = DEMO if document["release"]["demo"] else ""
    return [{**base, "note": note, **row} for row in rows]


def _place(place: Document) -> dict[str, object]:
    return {"kind": place["kind"], "code": place["code"], "name": place["name"]}


def _figure(figure: Document) -> dict[str, object]:
    interval = figure["interval"] or {}
    return {
        **_counted(figure),
        "verified": figure["verified"],
        "measure": "ikm",
        "value": figure["value"],
        "lower": interval.get("lower"),
        "upper": interval.get("upper"),
        "grade": (figure["grade"] or {}).get("letter"),
    }


def _counted(entry: Document) -> dict[str, object]:
    return {
        "period": entry["period"],
        "channels": " ".join(entry["channels"]),
        "n": entry["n"],
        "suppressed": entry["suppressed"],
    }


def _headlines(document: Document) -> Iterable[dict[str, object]]:
    for section in ("headline", "open", "previous"):
        if document[section]:
            yield {"section": section, **_figure(document[section])}
    yield from _estimate(document, document["headline"], section="estimate")
    yield {"section": "response", **_response(document["response"])}


def _estimate(holder: Document, hidden: Document, *, section: str) -> Iterable[dict[str, object]]:
    """Give the estimate beside a hidden figure, as a measure of its own; often there is none.

    How many answers it rests on stands as the level: no finer than 10 to 29.
    """
    estimate = holder.get("estimate")
    if estimate:
        yield {
            "section": section,
            "period": hidden["period"],
            "level": f"{estimate['n_from']}-{estimate['n_to']}",
            "measure": "ikm_estimate",
            "value": estimate["value"],
            "lower": estimate["interval"]["lower"],
            "upper": estimate["interval"]["upper"],
        }


def _response(response: Document) -> dict[str, object]:
    return {**_counted(response), "measure": "response_percent", "value": response["value"]}


def _trend(document: Document) -> Iterable[dict[str, object]]:
    for figure in document["trend"]:
        yield {"section": "trend", **_figure(figure)}


def _longer(document: Document) -> Iterable[dict[str, object]]:
    """Give the quarters so far, and what the release closed; older documents have neither."""
    for quarter in document.get("quarters", ()):
        yield {"section": "quarter", **_figure(quarter["figure"])}
        yield from _estimate(quarter, quarter["figure"], section="quarter_estimate")
    for closed in document.get("closed", ()):
        yield {"section": f"closed_{closed['kind']}", **_figure(closed["figure"])}
        section = f"closed_{closed['kind']}_estimate"
        yield from _estimate(closed, closed["figure"], section=section)
        if closed["open"]:
            yield {"section": f"closed_{closed['kind']}_open", **_figure(closed["open"])}
        for entry in closed["elements"]:
            element = {"section": f"closed_{closed['kind']}_element", "element": entry["element"]}
            yield {**element, **_figure(entry["figure"])}


def _elements(document: Document) -> Iterable[dict[str, object]]:
    for entry in document["elements"]:
        element = {"section": "element", "element": entry["element"]}
        yield {**element, **_figure(entry["figure"])}
        if entry["previous"]:
            yield {**element, "section": "element_previous", **_figure(entry["previous"])}


def _distributions(document: Document) -> Iterable[dict[str, object]]:
    for entry in document["distributions"]:
        base = {
            "section": "distribution",
            "element": entry["element"],
            "measure": "percent",
            **_counted(entry),
        }
        if not entry["shares"]:
            yield base
        for share in entry["shares"]:
            bound = {"lower": share["percent"]} if share["at_least"] else {}
            yield {**base, "level": share["levels"], "value": share["percent"], **bound}


def _places(document: Document) -> Iterable[dict[str, object]]:
    for row in document["rows"]:
        place = {"section": "place", **_place(row["place"])}
        comparison = row["comparison"]
        yield {**place, **_figure(row["figure"]), "band": comparison["band"]}
        for estimate in _estimate(row, row["figure"], section="place_estimate"):
            yield {**place, **estimate}
        if comparison["adjusted"] is not None:
            adjusted = {"measure": "ikm_adjusted", "value": comparison["adjusted"]}
            yield {**place, **_counted(row["figure"]), **adjusted, "suppressed": None}
        yield {**place, "section": "place_response", **_response(row["response"])}


def _breakdowns(document: Document) -> Iterable[dict[str, object]]:
    for entry in document["breakdowns"]:
        base = {"section": entry["field"], "period": entry["year"], "n": entry["n"]}
        if not entry["answers"]:
            yield {**base, "suppressed": entry["suppressed"]}
        for share in entry["answers"]:
            value = {"level": share["answer"], "measure": "percent", "value": share["percent"]}
            yield {**base, **value, "suppressed": share["suppressed"]}


def _exclusions(document: Document) -> Iterable[dict[str, object]]:
    for entry in document["exclusions"]:
        yield {
            "section": "exclusion",
            "kind": PlaceKind.DESK,
            "code": entry["desk"],
            "name": None,
            "period": entry["period"],
            "channels": entry["channel"],
            "suppressed": Reason.EXCLUDED,
        }


def _moderation(document: Document) -> Iterable[dict[str, object]]:
    moderation = document["moderation"] or {"period": None, "counts": ()}
    for count in moderation["counts"]:
        yield {
            "section": "moderation",
            "period": moderation["period"],
            "level": count["reason"],
            "measure": f"comments_{count['outcome']}",
            "value": count["n"],
            "suppressed": count["suppressed"],
        }


def _earlier(document: Document) -> Iterable[dict[str, object]]:
    for entry in document["earlier"]:
        yield {
            "section": "earlier",
            "period": entry["period"],
            "n": entry["n"],
            "measure": "ikm",
            "value": entry["ikm"],
            "grade": entry["grade"],
        }


_SECTIONS = (
    _headlines,
    _elements,
    _distributions,
    _trend,
    _longer,
    _places,
    _breakdowns,
    _exclusions,
    _moderation,
    _earlier,
)
