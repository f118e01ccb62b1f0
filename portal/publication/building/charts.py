"""Chart figures of one document, validated by Plotly; with nothing that its tables lack."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go

from portal.publication.figures.documents import (
    ESTIMATE_LABEL,
    FOLDERS,
    IKM_LABEL,
    SHARE_LABEL,
    PlaceDocument,
    Row,
)
from portal.publication.figures.figures import Distribution, ElementFigure, Estimate, Figure
from portal.survey.elements import ELEMENT_NAMES
from portal.survey.index import HIGHEST_IKM, LOWEST_IKM

Chart = dict[str, Any]
# Grades' colours carry meaning elsewhere; levels go from dark (1) to light (4) of one hue.
LEVELS = ("1", "1-2", "1-3", "2", "3", "4")
ACCENT = "#00565b"


def draw(document: PlaceDocument) -> dict[str, Chart]:
    """Return the charts of a document by name: trend, elements, distribution, kinds of rows.

    A chart without a single figure to show is left out.
    """
    charts = {
        "trend": _trend(document.trend, estimate=document.estimate),
        "elements": _elements(document.elements),
        "distribution": _distribution(document.distributions),
    }
    for kind, folder in FOLDERS.items():
        charts[folder] = _places([row for row in document.rows if row.place.kind is kind])
    return {name: _validated(chart) for name, chart in charts.items() if chart}


def _validated(chart: Chart) -> Chart:
    """Return the chart when Plotly accepts all of it.

    :raises ValueError: for a property that Plotly does not have.
    """
    _check(json.dumps(_form(chart)))
    return chart


@cache
def _check(form: str) -> None:
    """Let Plotly look at a form once; thousands of charts share a few dozen."""
    go.Figure(json.loads(form))


def _form(part: Any) -> Any:
    """Return a chart with the numbers and words of its rows left out: Plotly takes any."""
    if isinstance(part, dict):
        return {name: _form(each) for name, each in part.items()}
    if not isinstance(part, list):
        return part
    if part and isinstance(part[0], dict):
        return [_form(each) for each in part]
    return ["" if isinstance(each, str) else 0 for each in part[:2]]


def _trend(trend: Iterable[Figure], *, estimate: Estimate | None) -> Chart | None:
    points = [(str(figure.period), figure) for figure in trend]
    if not any(figure.value is not None for _, figure in points):
        return None
    trace = {
        "type": "scatter",
        "name": IKM_LABEL,
        "mode": "lines+markers",
        "connectgaps": False,
        "x": [period for period, _ in points],
        "y": [_number(figure) for _, figure in points],
        "error_y": _error_bars(figure for _, figure in points),
        "marker": {"color": ACCENT},
        "line": {"color": ACCENT},
        "hovertemplate": "%{x}: %{y}<extra></extra>",
    }
    # The estimate of a document is that of its newest month, which ends the trend.
    guesses = [(points[-1][0], estimate)] if estimate else []
    traces = [trace, *_estimates(guesses, value="y", name="x")]
    layout = _layout(xaxis={"type": "category"}, yaxis=_scale())
    return {"data": traces, "layout": layout | {"showlegend": len(traces) > 1}}


def _elements(elements: Sequence[ElementFigure]) -> Chart | None:
    shown = [each for each in reversed(elements) if each.figure.value is not None]
    if not shown:
        return None
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [_number(each.figure) for each in shown],
        "y": [ELEMENT_NAMES[each.element] for each in shown],
        "marker": {"color": ACCENT},
        "hovertemplate": "%{y}: %{x}<extra></extra>",
    }
    return {"data": [trace], "layout": _layout(xaxis=_scale(), yaxis={"type": "category"})}


def _distribution(distributions: Sequence[Distribution]) -> Chart | None:
    """Return a bar of shares for each element; a lower bound is drawn as what it states."""
    shown = [each for each in reversed(distributions) if each.shares]
    traces = []
    for levels in LEVELS:
        found = {
            ELEMENT_NAMES[each.element]: share.percent
            for each in shown
            for share in each.shares
            if share.levels == levels
        }
        if found:
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": levels,
                    "x": list(found.values()),
                    "y": list(found),
                    "hovertemplate": f"%{{y}}, {levels}: %{{x}} %<extra></extra>",
                }
            )
    axis = {"range": [0, 100], "title": {"text": SHARE_LABEL}}
    layout = _layout(xaxis=axis, yaxis={"type": "category"}, barmode="stack")
    return {"data": traces, "layout": layout} if traces else None


def _places(rows: Sequence[Row]) -> Chart | None:
    """Return the places as dots with intervals, in the order of the table (by name)."""
    shown = [row for row in reversed(rows) if row.figure.value is not None]
    if not shown:
        return None
    guesses = [(row.place.name, row.estimate) for row in reversed(rows) if row.estimate]
    trace = {
        "type": "scatter",
        "name": IKM_LABEL,
        "mode": "markers",
        "x": [_number(row.figure) for row in shown],
        "y": [row.place.name for row in shown],
        "error_x": _error_bars(row.figure for row in shown),
        "marker": {"color": ACCENT, "size": 9},
        "hovertemplate": "%{y}: %{x}<extra></extra>",
    }
    traces = [trace, *_estimates(guesses, value="x", name="y")]
    layout = _layout(xaxis=_scale(), yaxis={"type": "category"})
    return {"data": traces, "layout": layout | {"showlegend": len(traces) > 1}}


def _estimates(guesses: Sequence[tuple[str, Estimate]], *, value: str, name: str) -> list[Chart]:
    """Return estimates as open dots under a name that says that they are no figures.

    :param value: the axis of values, ``x`` or ``y``; ``name`` is the other one.
    """
    if not guesses:
        return []
    above = [float(each.interval.upper - each.value) for _, each in guesses]
    below = [float(each.value - each.interval.lower) for _, each in guesses]
    return [
        {
            "type": "scatter",
            "name": ESTIMATE_LABEL,
            "mode": "markers",
            value: [float(each.value) for _, each in guesses],
            name: [told for told, _ in guesses],
            f"error_{value}": {
                "type": "data",
                "symmetric": False,
                "array": above,
                "arrayminus": below,
            },
            "marker": {"color": ACCENT, "size": 9, "symbol": "circle-open"},
            "hovertemplate": f"%{{{name}}}: %{{{value}}}, {ESTIMATE_LABEL}<extra></extra>",
        }
    ]


def _error_bars(figures: Iterable[Figure]) -> dict[str, Any]:
    """Return the intervals as distances from the figures, which is how Plotly takes them."""
    distances = [_distances(figure) for figure in figures]
    above, below = [above for above, _ in distances], [below for _, below in distances]
    return {"type": "data", "symmetric": False, "array": above, "arrayminus": below}


def _distances(figure: Figure) -> tuple[float | None, float | None]:
    if figure.value is None or figure.interval is None:
        return None, None
    interval = figure.interval
    return float(interval.upper - figure.value), float(figure.value - interval.lower)


def _number(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)


def _scale() -> dict[str, Any]:
    return {"range": [LOWEST_IKM, HIGHEST_IKM], "title": {"text": IKM_LABEL}}


def _layout(**parts: Any) -> dict[str, Any]:
    return {"showlegend": "barmode" in parts, "margin": {"t": 16, "r": 16}, **parts}
