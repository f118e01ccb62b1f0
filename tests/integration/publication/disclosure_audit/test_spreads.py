"""Shares of answers by level: whose are hidden so that those of no other agency follow."""

import random
from typing import Any

import pytest

from portal.disclosure.figures import Constraint, Count
from portal.disclosure.shares import distribution_constraints, level_constraints
from portal.publication.disclosure_audit.spreads import LevelsOfPlace, hidden_spreads
from portal.rating.answers.answers import Channel
from tests.factories.released_city import released_city

MONTH = "2026-01"
Counts = tuple[int, int, int, int]


def spread(address: str, counts: Counts, *, shows: bool = True) -> LevelsOfPlace:
    """Return a place's answers with what its mean in steps of one says, and its shares."""
    n = sum(counts)
    low, third, fourth = counts[0] + counts[1], *counts[2:]
    mean = 25 * sum(level * x for level, x in enumerate(counts, start=1)) / n
    figure = {"n": 5 * round(n / 5), "value": round(mean), "step": 1, "grade": None}
    count = Count((address,), MONTH, (), "answers/time")
    shares = [
        {"levels": levels, "percent": round(100 * x / n), "at_least": False}
        for levels, x in (("1-2", low), ("3", third), ("4", fourth))
    ]
    said = {"n": figure["n"], "element": "time", "period": MONTH, "channels": (), "shares": shares}
    return LevelsOfPlace(
        address,
        counts,
        told=tuple(level_constraints(figure, count)),
        by_shares=tuple(distribution_constraints(said, address)) if shows else (),
    )


def test_the_smallest_agency_that_shows_shares_hides_them_for_a_smaller_one() -> None:
    city = spread("city", (2, 97, 421, 453))
    small = spread("agencies/small", (0, 6, 24, 46), shows=False)
    large = spread("agencies/large", (2, 91, 397, 407))

    assert hidden_spreads(city, [small, large]) == {"agencies/small", "agencies/large"}


def test_large_agencies_that_hide_theirs_cost_nobody_else_anything() -> None:
    city = spread("city", (20, 280, 1200, 1500))
    agencies = [spread(f"agencies/{each}", (10, 140, 600, 750), shows=False) for each in "ab"]

    assert hidden_spreads(city, agencies) == {"agencies/a", "agencies/b"}


def test_where_the_city_shows_none_no_agency_has_to_hide_its_own() -> None:
    city = spread("city", (2, 97, 421, 453), shows=False)
    small = spread("agencies/small", (0, 6, 24, 46), shows=False)
    large = spread("agencies/large", (2, 91, 397, 407))

    assert hidden_spreads(city, [small, large]) == {"agencies/small", "city"}


def test_what_nobody_can_have_answered_is_hidden_altogether() -> None:
    count = Count(("agencies/a",), MONTH, (), "answers/time")
    impossible = (Constraint.on(count, (5, 3)),)
    broken = LevelsOfPlace("agencies/a", (0, 0, 1, 2), told=impossible)
    city = spread("city", (4, 96, 400, 500))

    assert hidden_spreads(city, [broken, spread("agencies/b", (4, 96, 399, 498))]) == {
        "agencies/a",
        "agencies/b",
        "city",
    }


def documents(counts: dict[int, int]) -> dict[str, Any]:
    """Return January of a city of one desk an agency, by the number of tickets at each."""
    given = {(MONTH, agency * 100 + 1, Channel.TICKET): n for agency, n in counts.items()}
    city = released_city(
        random.Random(2), months=1, agencies=max(counts), desks=1, levels=(3.2,), counts=given
    )
    return city.documents[MONTH]


@pytest.fixture(scope="module")
def january() -> dict[str, Any]:
    return documents({1: 400, 2: 60, 3: 20, 4: 0, 5: 320})


def shown(document: dict[str, Any]) -> int:
    return sum(bool(each["shares"]) for each in document["distributions"])


def test_agencies_of_few_answers_or_none_show_no_shares(january: dict[str, Any]) -> None:
    assert shown(january["city"]) > 0
    assert [shown(january[f"agencies/dinas-{each}"]) for each in (2, 3, 4)] == [0, 0, 0]


def test_a_desk_has_no_spread(january: dict[str, Any]) -> None:
    assert january["desks/loket-101"]["distributions"] == []


def test_an_agency_whose_shares_would_tell_anothers_hides_them_with_a_reason() -> None:
    dice = random.Random(2)
    busy, levels = (40, 120, 300), (3.0, 3.4, 3.7, 3.8)
    agencies = dice.choice((2, 3))
    city = released_city(dice, months=1, agencies=agencies, desks=3, busy=busy, levels=levels)

    spreads = city.documents[MONTH]["agencies/dinas-2"]["distributions"]

    # 900 answers, of which each group has ten or more: no other rule hides one.
    hidden = {each["element"]: each for each in spreads if not each["shares"]}
    assert hidden.keys() == {"cost", "competence", "complaints"}
    assert {(e["n"], e["suppressed"]) for e in hidden.values()} == {(None, "protects_another")}
