"""A year of the evaluation as a table of open data: a row for each share, told or kept silent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.transparency.domain.flat import to_csv

Document = Mapping[str, Any]
COLUMNS = ("year", "agency", "name", "measure", "at_least", "at_most", "unit")
CITY_SHARES = ("very_good", "good", "decided_in_time", "decided_changed")
CITY_COUNTS = ("objections", "objections_decided", "programmes", "overdue", "reasoned_units")
AGENCY_SHARES = (
    "plans_in_time",
    "evaluations_in_time",
    "dialogues_held",
    "very_good",
    "training_reached",
)


def evaluation_csv(document: Document) -> str:
    """Return the steps of a year as a table; a share that is kept silent has no ends."""
    rows = ((document["year"], *row) for row in _rows(document))
    return to_csv((dict(zip(COLUMNS, row, strict=True)) for row in rows), COLUMNS)


def _rows(document: Document) -> Iterator[Sequence[Any]]:
    city = document["city"]
    for measure in CITY_SHARES:
        yield _share("", "", measure=measure, step=city[measure])
    yield "", "", "lower", None, city["lower_below"], "percent, exclusive"
    for measure in CITY_COUNTS:
        least = city[measure] and city[measure]["least"]
        most = None if least is None else least + 9
        yield "", "", measure, least, most, "count"
    for agency in document["agencies"]:
        for measure in AGENCY_SHARES:
            yield _share(agency["code"], agency["name"], measure=measure, step=agency[measure])
        hours = agency["training_hours"]
        least = None if hours is None or hours["at_most"] else hours["hours"]
        most = None if hours is None else hours["hours"]
        yield agency["code"], agency["name"], "training_hours", least, most, "hours"


def _share(code: str, name: str, *, measure: str, step: Mapping[str, int] | None) -> Sequence[Any]:
    ends = (step["lower"], step["upper"]) if step else (None, None)
    return code, name, measure, *ends, "percent"
