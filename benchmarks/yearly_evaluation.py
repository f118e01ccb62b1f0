"""What three published years of the evaluation tell, and how long the release of 5,000 takes."""

import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.context import Context
from benchmarks.ratio import Ratio
from benchmarks.staff_city import APPRAISER, LEADER, head_of, staff_city, without_rules, written
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.openness.publishing import publish_counted_years
from portal.publication.yearly_evaluation.verifying import evaluation_differences
from portal.web.extensions import db
from tests.factories.awarding_city import (
    LivedYears,
    published,
    three_years,
    told_rightly,
    told_to_head,
)
from tests.factories.evaluation_years import MovingCity
from tests.factories.organisation import make_agency

CITIES, QUICK = 200, 5
PEOPLE, QUICK_PEOPLE, AGENCIES, SECONDS = 5_000, 500, 25, 60
JAKARTA = ZoneInfo("Asia/Jakarta")
PREPARED, OUT = (datetime(2027, 6, day, 3, tzinfo=UTC) for day in (1, 15))
# Of ten thousand: Sangat Baik, and those below Baik (domain paper, section 3).
VERY_GOOD, LOWER = 1_100, 27


def measure(context: Context) -> list[Ratio]:
    """Attack cities of 3,000 people in 25 agencies; then release the year of 5,000."""
    cities = QUICK if context.is_quick else CITIES
    told, tried, shown, awards, to_heads = 0, 0, 0.0, 0, 0
    for seed in range(cities):
        lived = three_years(MovingCity(seed))
        found, counts = told_rightly(lived)
        told, tried, awards = told + len(found), tried + counts, awards + len(lived.awards)
        shown += shares_shown(lived) / cities
        one_head = lived.counted[0].agencies[seed % AGENCIES].code
        to_heads += len(told_to_head(lived, one_head))
    return [
        Ratio(
            "counts of people that three published years of the evaluation tell within five, "
            "with awards",
            told,
            bound=0,
            unit="counts",
            detail={
                "cities": cities,
                "counts tried": tried,
                "public awards": awards,
                "agencies with a share of Sangat Baik": round(shown, 3),
            },
        ),
        Ratio(
            "counts that three published years tell the head of an agency within five",
            to_heads,
            bound=0,
            unit="counts",
            detail={"cities": cities, "heads": cities},
        ),
        *(ratio for kind in ("sqlite", "postgresql") for ratio in released(context, kind)),
    ]


def shares_shown(lived: LivedYears) -> float:
    """Return in which part of the agencies a share of *Sangat Baik* is told."""
    agencies = [each for year in lived.counted for each in published(year).document["agencies"]]
    return sum(each["very_good"] is not None for each in agencies) / len(agencies)


def released(context: Context, kind: str) -> Iterator[Ratio]:
    """Count, audit, publish and verify the year of a city on its two days in June."""
    people = QUICK_PEOPLE if context.is_quick else PEOPLE
    with (
        staff_city(context, kind, people=people, is_worked=False) as app,
        app.test_request_context(),
    ):
        session = db.session()
        spread_and_rated(session, people=people)
        began, clock = time.process_time(), time.perf_counter()
        for now in (PREPARED, OUT):
            publish_counted_years(session, now=now, zone=JAKARTA, is_demo=False)
        wrong = len(list(evaluation_differences(session)))
        took, by_clock = time.process_time() - began, time.perf_counter() - clock
        out = session.scalar(text("SELECT count(*) FROM release WHERE state = 'published'"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Ratio(
        f"the year's release of {people:,} people, counted, audited, published, verified, {kind}",
        round(by_clock, 2),
        SECONDS,
        unit="s",
        detail={"processor s": round(took, 2), "peak MB with making the city": round(peak)},
    )
    yield Ratio(
        f"releases of that year that are missing or not made again, {kind}",
        wrong + 1 - (out or 0),
        0,
    )


def spread_and_rated(session: Session, *, people: int) -> None:
    """Spread everybody over the agencies, and give everybody a final result; commits."""
    for number in range(2, AGENCIES + 1):
        make_agency(session, f"instansi-{number}")
    session.execute(text(f"UPDATE person_post SET agency_id = 1 + person_id % {AGENCIES}"))
    session.commit()
    without_rules(session, ("yearly_evaluation",))
    written(session, YearlyEvaluation, (final(each) for each in range(1, people + 2)))


def final(person: int) -> dict[str, Any]:
    """Return the row of a final year, in a spread like the country's."""
    by = head_of(person) if person != LEADER else APPRAISER
    place = person * 7_919 % 10_000
    levels = ("meets", "meets", "good")
    if place < VERY_GOOD:
        levels = ("above", "above", "very_good")
    elif place >= 10_000 - LOWER:
        levels = ("below", "meets", "needs_improvement")
    result, behaviour, predicate = levels
    who = {"plan_id": person, "person_id": person, "cycle_id": 1, "appraiser_id": by}
    what = {"result_level": result, "behaviour_level": behaviour, "predicate": predicate}
    signed = {"confirmed_by": by, "confirmed_at": datetime(2027, 1, 20, 3, tzinfo=UTC)}
    days = {"delivered_on": date(2027, 1, 20), "received_on": date(2027, 1, 21)}
    ended = {"receipt": "pressed", "object_until": date(2027, 2, 4)}
    return {**who, **what, **signed, **days, **ended, "state": "final", "revision": 5}
