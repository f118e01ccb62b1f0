"""What a year of the evaluation tells over three years, and how long the release of 5,000 takes."""

import json
import time
from dataclasses import replace

from benchmarks.context import Context
from benchmarks.ratio import Ratio
from portal.publication.figures.encoding import to_json
from portal.publication.yearly_evaluation.counts import EvaluationYear
from portal.publication.yearly_evaluation.releasing import evaluation_stamp
from portal.publication.yearly_evaluation.table import evaluation_document
from tests.evaluation_attack import attacked
from tests.factories.evaluation_years import MovingCity

CITIES, QUICK = 200, 5
YEARS = (2025, 2026, 2027)
LEAST = 5
SECONDS = 60


def measure(context: Context) -> list[Ratio]:
    """Attack cities of 3,000 people in 25 agencies; then time one of 5,000."""
    cities = QUICK if context.is_quick else CITIES
    found = [look(MovingCity(seed)) for seed in range(cities)]
    shares = sum(shown for _, shown in found) / len(found)
    large = MovingCity(1, people=5000).counted(2026)
    began = time.process_time()
    document(large)
    return [
        Ratio(
            "counts of people that three published years of the evaluation tell within five",
            sum(told for told, _ in found),
            bound=0,
            unit="counts",
            detail={"cities": cities, "agencies with a share of Sangat Baik": round(shares, 3)},
        ),
        Ratio(
            "processor time of a year's document of 5,000 people with its audit",
            round(time.process_time() - began, 3),
            bound=SECONDS,
            unit="s",
        ),
    ]


def document(counted: EvaluationYear) -> dict[str, object]:
    """Return the year as the public reads it."""
    read: dict[str, object] = json.loads(
        to_json(evaluation_document(counted, evaluation_stamp(counted)))
    )
    return read


def look(city: MovingCity) -> tuple[int, float]:
    """Return how many counts three years tell, and in how many agencies a share is shown."""
    told, shown = 0, 0
    for year in YEARS:
        counted = replace(city.counted(year), programmes=None)
        published = document(counted)
        people = {each.code: each.very_good + each.good + each.lower for each in counted.agencies}
        left = attacked(published, people)
        told += sum(len(counts) < LEAST for counts in left.values())
        agencies = published["agencies"]
        assert isinstance(agencies, list)
        shown += sum(each["very_good"] is not None for each in agencies)
        city.next_year()
    return told, shown / len(YEARS) / len(city.counted(YEARS[0]).agencies)
