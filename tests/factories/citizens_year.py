"""Makers of citizens' figure of a year, as releases tell it an officer and compare it."""

import json
from typing import Any

from sqlalchemy.orm import Session

from tests.factories.staff_figures import publish_for_staff

MONTHS = "2026-01/2026-11"
COMPARED: dict[str, Any] = {
    "period": MONTHS,
    "expected": 3.2,
    "city": 3.2,
    "icc": 0.05,
    "others": 25,
    "answers": 1000,
    "response": 60,
    "withheld": False,
}


def release_year(
    session: Session, person: int, *, mean: float, ends: tuple[float, float], answers: int = 400
) -> None:
    """Release a year's figure of somebody (1 to 4), and what it is compared with (3.2); commits.

    :param ends: of the interval, on the index from 25 to 100.
    """
    interval = {"lower": ends[0], "upper": ends[1]}
    year = {"period": MONTHS, "value": mean * 25, "n": answers, "interval": interval}
    publish_for_staff(session, {f"officers/{person}": json.dumps({"year": year})})
    body = json.dumps(COMPARED)
    publish_for_staff(session, {f"services-of/{person}": body}, period="2026-12")
