"""Three years of a random city as its office counts them, and the awards that it makes public."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from portal.publication.figures.encoding import to_json
from portal.publication.yearly_evaluation.counts import (
    AgencyYear,
    EvaluationYear,
    ObjectionsYear,
    Training,
)
from portal.publication.yearly_evaluation.releasing import evaluation_stamp
from portal.publication.yearly_evaluation.table import evaluation_document
from tests.evaluation_attack import LEAST_POSSIBLE, attacked
from tests.evaluation_years_attack import (
    COULD_BE_MEANT,
    Moved,
    PublicAward,
    PublishedYear,
    kept_by_stayers,
    left_over_years,
)
from tests.factories.evaluation_years import MovingCity

YEARS = (2025, 2026, 2027)
PLACES = 3
BEST, GOOD = 2, 1
People = Sequence[tuple[int, int]]


class LivedYears(NamedTuple):
    """What a city counted in three years, whom it gave awards to, and who moved after each."""

    counted: tuple[EvaluationYear, ...]
    awards: tuple[PublicAward, ...]
    moved: Mapping[int, Mapping[str, Moved]]


def three_years(city: MovingCity, **chances: float) -> LivedYears:
    """Let a city live three years: people move, are rated, object, win.

    :param chances: of ``MovingCity.next_year``.
    """
    counted, awards, moved, before = [], [], {}, tuple(city.rated)
    for year in YEARS:
        counted.append(_varied(city, city.counted(year)))
        if year != YEARS[0]:
            awards += _won(city, before, year=year)
        before = tuple(city.rated)
        city.next_year(**chances)
        moved[year] = _moved(before, city.rated)
    return LivedYears(tuple(counted), tuple(awards), moved)


def _moved(before: People, after: People) -> Mapping[str, Moved]:
    pairs = [(then, now) for (then, _), (now, _) in zip(before, after, strict=True) if then != now]
    left, came = Counter(then for then, _ in pairs), Counter(now for _, now in pairs)
    agencies = {agency for agency, _ in (*before, *after)}
    return {f"agency-{each:02}": Moved(left[each], came[each]) for each in agencies}


def published(counted: EvaluationYear) -> PublishedYear:
    """Return a year as the public reads it, with the numbers of people that anybody can know."""
    document = json.loads(to_json(evaluation_document(counted, evaluation_stamp(counted))))
    people = {each.code: each.people for each in counted.agencies}
    with_result = {each.code: each.very_good + each.good + each.lower for each in counted.agencies}
    return PublishedYear(counted.year, document, people, with_result)


def told_rightly(lived: LivedYears) -> tuple[list[tuple[int, str]], int]:
    """Return which counts all releases together tell within five, and how many were tried."""
    truths = {each.year: _truth(each) for each in lived.counted}
    left = list(left_over_years([published(each) for each in lived.counted], lived.awards))
    told = [
        (year, name)
        for year, name, counts in left
        if len(counts) < LEAST_POSSIBLE and truths[year][name] in counts
    ]
    return told, len(left)


def told_to_head(lived: LivedYears, code: str) -> list[tuple[int, str]]:
    """Return which counts all releases tell the head of an agency within five, with the own."""
    truths = {each.year: _truth(each) for each in lived.counted}
    own = {year: {code: truth[code]} for year, truth in truths.items()}
    left = left_over_years([published(each) for each in lived.counted], lived.awards, own=own)
    return [
        (year, name)
        for year, name, counts in left
        if name != code and len(counts) < LEAST_POSSIBLE and truths[year][name] in counts
    ]


def told_to_believers(lived: LivedYears) -> list[tuple[int, str, int]]:
    """Return what is told within five where nobody who stayed was rated otherwise, and how near.

    Rightly: year, agency, and how many counts stay possible.
    """
    years = [published(each) for each in lived.counted]
    alone = {each.year: attacked(each.document, each.with_result) for each in years}
    left = kept_by_stayers(alone, lived.moved)
    return [
        (each.year, agency.code, len(left[each.year][agency.code]))
        for each in lived.counted
        for agency in each.agencies
        if len(left[each.year][agency.code]) < LEAST_POSSIBLE
        and agency.very_good in left[each.year][agency.code]
    ]


def _truth(counted: EvaluationYear) -> Mapping[str, int]:
    objections, agencies = counted.objections, counted.agencies
    parts = ("very_good", "good", "lower")
    found = {name: sum(getattr(each, name) for each in agencies) for name in parts}
    found |= {each.code: each.very_good for each in agencies}
    for share in ("plans_in_time", "evaluations_in_time", "dialogues_held"):
        found |= {f"{each.code} {share}": getattr(each, share) for each in agencies}
    trained = {each.code: each.training.reached for each in agencies if each.training}
    found |= {f"{code} training_reached": reached for code, reached in trained.items()}
    return found | {
        "objections": objections.filed,
        "objections_decided": objections.decided,
        "overdue": counted.overdue,
        "decided_in_time": objections.in_time,
        "decided_changed": objections.changed,
    }


def _varied(city: MovingCity, counted: EvaluationYear) -> EvaluationYear:
    """Return a year with objections and hours that differ from city to city."""
    filed = city.dice.randint(0, 130)
    decided = city.dice.randint(0, filed)
    return replace(
        counted,
        objections=ObjectionsYear(
            filed,
            decided,
            in_time=city.dice.randint(0, decided),
            changed=city.dice.randint(0, decided),
        ),
        overdue=city.dice.randint(0, filed - decided),
        agencies=tuple(_trained(city, each) for each in counted.agencies),
    )


def _trained(city: MovingCity, agency: AgencyYear) -> AgencyYear:
    """Give few hours or many: whoever reached the aim had twenty, the others less."""
    reached = round(agency.people * city.dice.random() ** 2)
    others = (agency.people - reached) * city.dice.randint(0, 19)
    hours = reached * city.dice.randint(20, 40) + others
    return replace(agency, training=Training(hours, reached))


def _won(city: MovingCity, before: People, *, year: int) -> list[PublicAward]:
    """Give up to three awards among those whom the default rules leave, some without a name."""
    able = [
        agency
        for (agency, now), (_, then) in zip(city.rated, before, strict=True)
        if BEST in {now, then} and min(now, then) >= GOOD
    ]
    found = []
    for agency in city.dice.sample(able, min(PLACES, len(able))):
        is_named = city.dice.random() < 0.5
        if is_named or able.count(agency) >= COULD_BE_MEANT:
            found.append(PublicAward(year, f"agency-{agency:02}", is_named))
    return found
