"""What releases told a person of citizens' answers, in the words of a document."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import figure_of_release


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
