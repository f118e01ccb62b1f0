"""A year of the evaluation as charts and as a table of open data, told or kept silent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.transparency.domain.tables import OpenTable

Document = Mapping[str, Any]
Chart = dict[str, Any]
STEP_LABEL = "% pegawai"
ACCENT = "#00565b"
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


def told_measures(document: Document) -> list[str]:
    """Return the measures of which two agencies or more are told, in the table's order."""
    return [each for each in AGENCY_SHARES if len(_told(document, each)) > 1]


def evaluation_charts(document: Document) -> dict[str, Chart]:
    """Return a chart of each told measure: a bar from the lower to the upper end of a step.

    Agencies stand in the order of the document, never by what they reached.
    """
    return {each: _chart(_told(document, each)) for each in told_measures(document)}


def _told(document: Document, measure: str) -> list[tuple[str, Mapping[str, int]]]:
    found = [(each["name"], each[measure]) for each in document["agencies"]]
    return [(name, step) for name, step in found if step]


def _chart(told: Sequence[tuple[str, Mapping[str, int]]]) -> Chart:
    rows = list(reversed(told))
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [step["upper"] - step["lower"] for _, step in rows],
        "base": [step["lower"] for _, step in rows],
        "y": [name for name, _ in rows],
        "text": [f"{step['lower']}–{step['upper']} %" for _, step in rows],
        "textposition": "none",
        "marker": {"color": ACCENT},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    layout = {
        "xaxis": {"range": [0, 100], "title": {"text": STEP_LABEL}},
        "yaxis": {"type": "category"},
        "showlegend": False,
        "margin": {"t": 16, "r": 16},
    }
    return {"data": [trace], "layout": layout}


def evaluation_table(document: Document) -> OpenTable:
    """Return the steps of a year as a table; a share that is kept silent has no ends."""
    rows = ((document["year"], *row) for row in _rows(document))
    return OpenTable(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])


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
