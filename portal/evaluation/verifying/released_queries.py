"""Queries on citizens' figures that releases gave a person, in the words of a document."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import figure_of_release, is_under_review


def citizens_said(session: Session, person_id: int, *, release: str) -> Mapping[str, Any] | None:
    """Return the figure that a month's release told a person, and its comparison; or None."""
    figure = figure_of_release(session, person_id, release=release)
    if figure is None:
        return None
    told: dict[str, Any] | None = None
    if figure.compared is not None:
        told = asdict(figure.compared)
        told["withheld"] = told.pop("is_withheld")
    return {
        "months": str(figure.months),
        "mean": figure.mean,
        "answers": figure.answers,
        "interval": figure.interval,
        "compared": told,
    }


def review_said(session: Session, person_id: int, *, release: str, asked_on: date) -> bool:
    """Return whether signs at the desks of a released figure waited for a decision on a day.

    Asked only of a figure that is compared with something: nothing else could count.
    """
    figure = figure_of_release(session, person_id, release=release)
    if figure is None or figure.mean is None or figure.compared is None:
        return False
    return is_under_review(session, person_id, months=figure.months, on=asked_on)
