"""An officer who reads what the year is compared with tells no colleague's answers from it.

Known are who the colleagues are, that each has as many answers as a mean needs, the steps in
which their figures are rounded, the own figure, all rules, and the whole document. Every way in
which numbers and figures of the colleagues can make the document is worked out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.publication.exact_sums.inputs import YearlyCounts
from portal.publication.staff_building import services_compared
from portal.publication.staff_building.drafting import staff_bodies
from portal.rating.mixing.sum_queries import OfficerTallyRow
from tests.factories.officer_answers import both
from tests.factories.released_city import ReleasedCity, inputs_of
from tests.unit.publication.staff_building.test_services_compared import CATALOGUE, ELSEWHERE

pytestmark = pytest.mark.slow

OWN, LEAST, MOST, COUNTED_IN = 1, 30, 60, 5
# A figure times five answers is a whole number of tenths.
TENTHS = 10
Json = Mapping[str, Any]


def document_of(rows: Sequence[OfficerTallyRow]) -> Json:
    """Return what the officer's year is compared with, all at one desk and service."""
    december = inputs_of(ReleasedCity(CATALOGUE), "2026-12", before={}, history=[])
    inputs = replace(december, yearly=YearlyCounts(2026), officers=(*rows, *ELSEWHERE))
    found: Json = json.loads(staff_bodies(inputs, desks=[])[f"services-of/{OWN}"])
    return found


def served(*answers: tuple[int, int]) -> list[OfficerTallyRow]:
    """Return colleagues with so many answers, of which so many lie one level below the highest."""
    return [
        row
        for number, (n, lower) in enumerate(answers, start=OWN)
        for row in both(number, 0, 0, lower, n - lower, desk=101)
    ]


def possible(document: Json, colleagues: int, *, told_in: int, decimals: int) -> list[int]:
    """Return every number of answers, in fives, that one of some colleagues can have.

    :param told_in: in which steps answers are told, rounded down.
    :param decimals: to which means are told.
    """
    told = range(document["answers"], document["answers"] + told_in, COUNTED_IN)
    others = reachable(colleagues - 1, most=told.stop)
    return [
        n
        for n in range(LEAST, told.stop, COUNTED_IN)
        if any(
            fits(document, answers, spread(others.get(answers - n, 0), n), decimals=decimals)
            for answers in told
        )
    ]


def reachable(colleagues: int, *, most: int) -> Mapping[int, int]:
    """Return by number of all their answers which sums of figures by answers are possible.

    A sum is a bit, in tenths times five.
    """
    found = {0: 1}
    for _ in range(colleagues):
        grown: dict[int, int] = {}
        for answers, sums in found.items():
            for n in range(LEAST, most - answers + 1, COUNTED_IN):
                grown[answers + n] = grown.get(answers + n, 0) | spread(sums, n)
        found = grown
    return found


def spread(sums: int, n: int) -> int:
    """Return the sums with one more who has so many answers, whatever their figure is."""
    found = 0
    for figure in figures(n):
        found |= sums << (n // COUNTED_IN * figure)
    return found


def figures(n: int) -> range:
    """Return what a figure of so many answers can be, in fiftieths of a point from 1 to 4."""
    return range(50, 201, 5 if n < 100 else 2)


def fits(document: Json, answers: int, sums: int, *, decimals: int) -> bool:
    """Whether one of the sums, over so many answers, makes what is told."""
    half = Fraction(1, 2 * 10**decimals)
    expected, city, icc = (Fraction(str(document[name])) for name in ("expected", "city", "icc"))
    if icc == 0:
        return bool(sums)
    drawn = answers * icc / (1 + (answers - 1) * icc)
    # The mean m of the service, from expected = city + drawn (m - city).
    lowest = city + half + (expected - city - 2 * half) / drawn
    highest = city - half + (expected - city + 2 * half) / drawn
    tenths = answers * TENTHS
    return any(sums >> at & 1 for at in range(-(-lowest * tenths // 1), highest * tenths // 1 + 1))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(LEAST, MOST), st.integers(0, 30)), min_size=4, max_size=7))
def test_no_colleagues_answers_are_told_within_five(colleagues: list[tuple[int, int]]) -> None:
    document = document_of(served((LEAST, 6), *colleagues))
    assume(document["answers"] is not None)

    found = possible(document, len(colleagues), told_in=50, decimals=2)

    assert found[-1] + COUNTED_IN // 2 - max(LEAST, found[0] - COUNTED_IN // 2) >= COUNTED_IN


def test_the_same_reader_tells_four_colleagues_of_thirty_from_exact_sums(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the first documents had it: answers in fives, and means to a millionth."""
    monkeypatch.setattr(services_compared, "ANSWER_STEP", COUNTED_IN)
    monkeypatch.setattr(services_compared, "LEAST_OPEN", 0)
    monkeypatch.setattr(services_compared, "DECIMALS", 6)
    document = document_of(served((LEAST, 6), *[(LEAST, 24)] * 4))

    assert possible(document, 4, told_in=COUNTED_IN, decimals=6) == [LEAST]


def test_the_same_reader_tells_them_from_means_to_a_millionth_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services_compared, "DECIMALS", 6)
    document = document_of(served((LEAST, 6), *[(LEAST, 24)] * 4))

    assert possible(document, 4, told_in=50, decimals=6) == [LEAST]
