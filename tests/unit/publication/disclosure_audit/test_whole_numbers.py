"""Who knows that ratings are mixed in tens reads whole numbers: all of them are tried."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.figures import COMMENTS, Constraint, Count, Ends
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.disclosure_audit import batch_agencies, batch_part
from portal.publication.disclosure_audit.whole_numbers import WholeNumbers, is_wide

pytestmark = pytest.mark.slow

MONTH = "2026-03"
DESKS = ("desks/a", "desks/b", "desks/c")
# The third desk is another agency's.
AGENCIES = ("agencies/x", "agencies/x", "agencies/y")
GROUPS = tuple(
    Unknown(MONTH, "ticket", agency, desk=desk)
    for desk, agency in zip(DESKS, AGENCIES, strict=True)
)
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


@given(sizes=st.tuples(SIZES, SIZES, SIZES), drawn=SAID, is_large=st.booleans())
@settings(max_examples=40, deadline=None)
def test_finds_the_ends_that_trying_everything_finds(
    sizes: tuple[int, int, int], drawn: list[tuple[tuple[str, ...], int, int]], is_large: bool
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

    for places in (*((desk,) for desk in DESKS), DESKS):
        n = sum(true[desk] for desk in places)
        with pytest.MonkeyPatch.context() as patch:
            if is_large:
                patch.setattr(batch_agencies, "MOST_AT_ONCE", 0)
            found = whole.proved(Count(places, MONTH), n=n)
        numbers = {sum(each[desk] for desk in places) for each in possible}
        assert found.outer_least <= min(numbers) <= found.least
        assert found.most <= max(numbers) <= found.outer_most
        if not is_wide(found, n=n) and not is_large:
            assert (found.least, found.most) == (min(numbers), max(numbers))


def test_proves_a_count_wide_within_its_agency_however_large_the_city(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch_agencies, "MOST_AT_ONCE", 0)
    counted = {GROUPS[0]: 20, GROUPS[1]: 20, GROUPS[2]: 30}
    city, own = said(*DESKS, ends=(68, 72)), said(*DESKS[:2], ends=(38, 42))
    whole = read(counted, city, own)

    assert is_wide(whole.proved(Count((DESKS[0],), MONTH), n=20), n=20)
    # Its agency leaves 26 to 34, which only all agencies together make sure is possible.
    other = whole.proved(Count((DESKS[2],), MONTH), n=30)
    assert (other.outer_least, other.outer_most) == (26, 34)
    assert (other.least, other.most) == (28, 32)


def test_reads_more_as_if_it_had_all_been_read_at_once() -> None:
    counted = {GROUPS[0]: 20, GROUPS[1]: 20, GROUPS[2]: 30}
    first, then = said(*DESKS, ends=(68, 72)), said(*DESKS[1:], ends=(48, 52))
    before = read(counted, first)

    after = WholeNumbers(UNKNOWNS, [then], counted=counted, before=before)

    count = Count((DESKS[0],), MONTH)
    assert after.proved(count, n=20) == read(counted, first, then).proved(count, n=20)
    assert is_wide(before.proved(count, n=20), n=20)


def test_sees_a_count_open_near_the_truth_and_takes_over_what_was_seen() -> None:
    counted = {GROUPS[0]: 20, GROUPS[1]: 20, GROUPS[2]: 30}
    wide, tight = said(*DESKS, ends=(60, 80)), said(DESKS[0], ends=(19, 21))
    open_draft, closed = read(counted, wide), read(counted, wide, tight)
    count = Count((DESKS[0],), MONTH)

    assert open_draft.is_seen_open(count, n=20)
    assert not closed.is_seen_open(count, n=20)
    closed.take_over(open_draft)
    assert not closed.is_seen_open(count, n=20)
    other = Count((DESKS[1],), MONTH)
    closed.take_over(open_draft)
    assert closed.is_seen_open(other, n=20)


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
