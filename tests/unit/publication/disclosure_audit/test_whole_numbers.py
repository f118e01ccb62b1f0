"""Who knows that ratings are mixed in tens reads whole numbers: all of them are tried."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.counts import COMMENTS, Constraint, Count, Ends
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.disclosure_audit import batch_part
from portal.publication.disclosure_audit.whole_numbers import WholeNumbers, is_wide

pytestmark = pytest.mark.slow

MONTH = "2026-03"
DESKS = ("desks/a", "desks/b", "desks/c")
GROUPS = tuple(Unknown(MONTH, "ticket", "agencies/x", desk=desk) for desk in DESKS)
UNKNOWNS = Unknowns(GROUPS, asks=lambda *_: True)
# As many as a group may have where everything is tried.
HIGHEST = 24


def said(*places: str, ends: Ends) -> Constraint:
    return Constraint.on(Count(places, MONTH), ends)


def read(counted: Mapping[Unknown, int], *constraints: Constraint) -> WholeNumbers:
    return WholeNumbers(UNKNOWNS, constraints, counted=counted)


def tried(constraints: list[tuple[tuple[str, ...], Ends]]) -> Iterator[dict[str, int]]:
    """Give every number of ratings, desk by desk, that nothing said contradicts."""
    sizes = (0, *range(10, HIGHEST + 1))
    for numbers in product(sizes, repeat=len(DESKS)):
        people = dict(zip(DESKS, numbers, strict=True))
        sums = (sum(people[place] for place in places) for places, _ in constraints)
        if all(
            lower <= n <= (HIGHEST * 3 if upper is None else upper)
            for n, (_, (lower, upper)) in zip(sums, constraints, strict=True)
        ):
            yield people


SIZES = st.sampled_from((0, 10, 11, 14, 20))
PLACES = st.lists(st.sampled_from(DESKS), min_size=1, max_size=3, unique=True).map(tuple)
SAID = st.lists(st.tuples(PLACES, st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4)


@given(sizes=st.tuples(SIZES, SIZES, SIZES), drawn=SAID)
@settings(max_examples=60, deadline=None)
def test_finds_the_ends_that_trying_everything_finds(
    sizes: tuple[int, int, int], drawn: list[tuple[tuple[str, ...], int, int]]
) -> None:
    true = dict(zip(DESKS, sizes, strict=True))
    constraints = [((desk,), (0, HIGHEST)) for desk in DESKS]
    for places, below, above in drawn:
        n = sum(true[place] for place in places)
        constraints.append((places, (max(0, n - below), n + above)))
    whole = read(
        dict(zip(GROUPS, sizes, strict=True)),
        *(said(*places, ends=ends) for places, ends in constraints),
    )
    possible = list(tried(constraints))

    for desk in DESKS:
        found = whole.proved(Count((desk,), MONTH), n=true[desk])
        numbers = {each[desk] for each in possible}
        assert found.outer_least <= min(numbers) <= found.least
        assert found.most <= max(numbers) <= found.outer_most
        if not is_wide(found, n=true[desk]):
            assert (found.least, found.most) == (min(numbers), max(numbers))


def test_knows_that_a_group_has_none_or_ten_without_knowing_which() -> None:
    counted = {GROUPS[0]: 12, GROUPS[1]: 0, GROUPS[2]: 0}
    whole = read(counted, said(*DESKS, ends=(8, 13)))

    found = whole.proved(Count((DESKS[0],), MONTH), n=12)

    assert (found.least, found.most) == (0, 13)
    # A sum has ten or more, although it was said to be eight or more.
    whole_sum = whole.proved(Count(DESKS, MONTH), n=12)
    assert (whole_sum.least, whole_sum.most) == (10, 13)


def test_reads_older_ratings_that_were_not_mixed_in_tens_as_they_are() -> None:
    whole = read({GROUPS[0]: 4}, said(DESKS[0], ends=(1, 6)))

    found = whole.proved(Count((DESKS[0],), MONTH), n=4)

    assert (found.least, found.most) == (1, 6)


def test_widens_what_the_true_counts_contradict() -> None:
    whole = read({GROUPS[0]: 30}, said(DESKS[0], ends=(10, 20)))

    assert whole.proved(Count((DESKS[0],), MONTH), n=30).most == 30


def test_reads_counts_of_ratings_and_no_other_table() -> None:
    comments = Constraint.on(Count((DESKS[0],), MONTH, table=COMMENTS), (0, 0))
    whole = read({GROUPS[0]: 12}, comments)

    assert whole.proved(Count((DESKS[0],), MONTH), n=12).most > 12


def test_takes_what_is_not_proved_in_time_for_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_part, "OPTIONS", {"mip_max_nodes": 0, "presolve": "off"})
    counted = {GROUPS[0]: 12, GROUPS[1]: 11, GROUPS[2]: 0}
    whole = read(counted, said(*DESKS, ends=(21, 25)), said(*DESKS[:2], ends=(20, 24)))

    found = whole.proved(Count((DESKS[0],), MONTH), n=12)

    assert found.outer_least <= 0
    assert found.outer_most >= 24
    assert found.least <= 12 <= found.most
