"""The table of all figures of a release as open data: its columns, its schema and its CSV."""

from collections.abc import Mapping
from typing import Any

from portal.publication.figures.disclosure_rules import COUNT_STEP
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import LONGER_KINDS, Reason
from portal.survey.elements import ELEMENTS
from portal.survey.index import GRADE_BOUNDS, HIGHEST_IKM, LOWEST_IKM
from portal.time.months import PeriodKind
from portal.transparency.domain.flat import DEMO
from portal.transparency.domain.tables import OpenTable

Document = Mapping[str, Any]
IKM_RANGE = {"minimum": LOWEST_IKM, "maximum": HIGHEST_IKM}
SPAN_PATTERN = r"\d{4}-\d{2}(/\d{4}-\d{2})?"

ESTIMATE = (
    "Estimate where answers are fewer than a mean needs: drawn to the place above, rounded more "
    "coarsely, no figure and never counted as one."
)
SERIES = (
    "month: the month, or months carried forward; else a whole quarter, half or year, "
    "built from exact sums and rounded once. Rows of different series count the same people."
)

GRADE = (
    "Grade of service, decided before the index was rounded: equal rounded numbers may differ "
    "in grade."
)

# Columns of the table of one place that this one has not, or that mean something else there.
OWN_COLUMNS = ("section", "code", "level", "verified", "measure", "value", "grade", "band")
# Column, type of Table Schema, what it says, and what it may hold.
FIELDS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("address", "string", "Address of the place on this site.", {"required": True}),
    ("kind", "string", "What the place is.", {"required": True, "enum": list(PlaceKind)}),
    ("name", "string", "Name of the place in the period.", {}),
    ("element", "string", "Element of the survey; empty for the index.", {"enum": list(ELEMENTS)}),
    ("channels", "string", "How ratings came in, separated by spaces.", {}),
    ("period", "string", "Month or months, both inclusive.", {"pattern": SPAN_PATTERN}),
    ("n", "integer", f"Respondents, rounded to {COUNT_STEP}; empty where hidden.", {"minimum": 0}),
    ("ikm", "number", "Index of satisfaction (IKM); empty where hidden.", IKM_RANGE),
    ("lower", "number", "Lower end of the 95 % interval.", IKM_RANGE),
    ("upper", "number", "Upper end of the 95 % interval.", IKM_RANGE),
    ("grade", "string", GRADE, {"enum": [grade for grade, _ in GRADE_BOUNDS]}),
    (
        "few_answers",
        "boolean",
        "Enough respondents to be shown, fewer than a mean needs; read with care.",
        {},
    ),
    ("suppressed", "string", "Why the figure is not shown.", {"enum": list(Reason)}),
    ("members", "string", "Places behind a pooled row, separated by spaces.", {}),
    (
        "series",
        "string",
        SERIES,
        {"enum": [PeriodKind.MONTH, *LONGER_KINDS]},
    ),
    ("estimate", "number", ESTIMATE, IKM_RANGE),
    ("estimate_lower", "number", "Lower end of the estimate's 95 % interval.", IKM_RANGE),
    ("estimate_upper", "number", "Upper end of the estimate's 95 % interval.", IKM_RANGE),
    ("release", "string", "Edition that published the figure.", {"required": True}),
    ("note", "string", "DATA CONTOH marks invented demonstration figures.", {}),
)


def table_schema() -> dict[str, Any]:
    """Return the Table Schema of the file (Frictionless, version 1)."""
    return {
        "fields": [
            {"name": name, "type": kind, "description": text, "constraints": _plain(constraints)}
            for name, kind, text, constraints in FIELDS
        ],
        "missingValues": [""],
    }


def _plain(constraints: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [str(word) for word in value] if isinstance(value, list) else value
        for key, value in constraints.items()
    }


def figures_table(document: Document) -> OpenTable:
    """Return the flat document of a release as a table, one figure a row."""
    release = document["release"]
    added = {"release": release["edition"], "note": DEMO if release["demo"] else ""}
    rows = [
        {**_words(dict(zip(document["columns"], values, strict=True))), **added}
        for values in document["rows"]
    ]
    notes = [(name, text) for name, _kind, text, _limits in FIELDS]
    return OpenTable([name for name, *_ in FIELDS], rows, notes)


def _words(row: dict[str, Any]) -> dict[str, object]:
    """Return a row whose lists are words separated by spaces."""
    return {
        name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()
    }
