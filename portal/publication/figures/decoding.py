"""Reads back from a published document what the next release builds on."""

from decimal import Decimal
from typing import Any

from portal.publication.figures.documents import Breakdown, OfficerBands, ProfileShare
from portal.publication.figures.figures import (
    ClosedPeriod,
    ElementFigure,
    Estimate,
    Figure,
    GradeBound,
    Interval,
    QuarterFigure,
    Reason,
)
from portal.statistics.classes import Spread
from portal.survey.elements import Element
from portal.survey.index import Grade
from portal.time.months import MonthRange, PeriodKind

Json = dict[str, Any]


def figure_from(body: Json) -> Figure:
    """Return the figure that ``encoding.plain`` turned into ``body``."""
    interval, grade = body["interval"], body["grade"]
    return Figure(
        value=_decimal(body["value"]),
        n=body["n"],
        period=MonthRange.of(body["period"]),
        channels=tuple(body["channels"]),
        is_verified=body["verified"],
        step=_decimal(body["step"]),
        interval=interval and _interval(interval),
        # Documents of before the classes do not have them.
        spread=Spread(body["spread"]) if body.get("spread") else None,
        grade=grade and _grade(grade),
        has_few_answers=body["few_answers"],
        suppressed=_reason(body["suppressed"]),
    )


def _interval(body: Json) -> Interval:
    return Interval(**{end: Decimal(str(value)) for end, value in body.items()})


def _grade(body: Json) -> GradeBound:
    ends = {end: Decimal(str(body[end])) for end in ("lower", "upper")}
    return GradeBound(letter=Grade(body["letter"]), **ends)


def element_from(body: Json) -> ElementFigure:
    """Return an element's figure with the one it was compared with."""
    previous = body["previous"]
    return ElementFigure(
        element=Element(body["element"]),
        figure=figure_from(body["figure"]),
        nrr=_decimal(body["nrr"]),
        previous=previous and figure_from(previous),
    )


def quarter_from(body: Json) -> QuarterFigure:
    """Return a quarter of a place with the estimate that may stand in for its figure."""
    return QuarterFigure(figure_from(body["figure"]), _estimate(body["estimate"]))


def closed_from(body: Json) -> ClosedPeriod:
    """Return a quarter, half-year or year as the release that closed it published it."""
    return ClosedPeriod(
        kind=PeriodKind(body["kind"]),
        figure=figure_from(body["figure"]),
        open=figure_from(body["open"]) if body["open"] else None,
        elements=tuple(map(element_from, body["elements"])),
        estimate=_estimate(body["estimate"]),
    )


def _estimate(body: Json | None) -> Estimate | None:
    if body is None:
        return None
    return Estimate(
        value=Decimal(str(body["value"])),
        step=Decimal(str(body["step"])),
        interval=_interval(body["interval"]),
        toward=body["toward"],
        reliability=Decimal(str(body["reliability"])),
        n_from=body["n_from"],
        n_to=body["n_to"],
    )


def breakdown_from(body: Json) -> Breakdown:
    """Return a respondent profile or the reasons of a year."""
    return Breakdown(
        field=body["field"],
        year=body["year"],
        n=body["n"],
        answers=tuple(
            ProfileShare(each["answer"], each["percent"], _reason(each["suppressed"]))
            for each in body["answers"]
        ),
        suppressed=_reason(body["suppressed"]),
    )


def officer_bands_from(body: Json | None) -> OfficerBands | None:
    """Return the shares of officers in each band, or None when the document had none."""
    if body is None:
        return None
    return OfficerBands(**{**body, "suppressed": _reason(body["suppressed"])})


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _reason(value: str | None) -> Reason | None:
    return None if value is None else Reason(value)
