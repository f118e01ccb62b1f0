"""What a head sees of officers lets nobody subtract a colleague."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from portal.publication.staff_building.officer_ranges import Cell, ClosedSpan, shown_to_heads
from portal.rating.mixing.sum_queries import OfficerTallyRow
from tests.factories.officer_answers import closed_at_thirty, people

Named = Mapping[Cell, Mapping[int, int]]
MONTHS = ("2026-01", "2026-02", "2026-03")


def named(rows: list[OfficerTallyRow]) -> Named:
    found: defaultdict[Cell, dict[int, int]] = defaultdict(dict)
    for row in rows:
        found[row.desk_id, row.period][row.officer_id] = row.counts.n
    return found


def shown(rows: list[OfficerTallyRow], *, ratings: dict[Cell, int]) -> list[tuple[int, str]]:
    found = shown_to_heads(closed_at_thirty(rows), named=named(rows), ratings=ratings)
    return [(each.officer_id, str(each.span)) for each in found]


def test_a_small_colleague_may_hide_among_people_who_named_nobody() -> None:
    rows = people(1, 30) + people(2, 12)

    assert shown(rows, ratings={(1, "2026-01"): 60}) == [(1, "2026-01")]


def test_whoever_is_nearly_all_that_is_left_would_be_told() -> None:
    rows = people(1, 30) + people(2, 12)

    # 17 are left, of which 12 are 71 %; 18 are left, of which 12 are 67 %.
    assert shown(rows, ratings={(1, "2026-01"): 47}) == []
    assert shown(rows, ratings={(1, "2026-01"): 48}) == [(1, "2026-01")]


def test_fewer_than_ten_are_never_left() -> None:
    assert shown(people(1, 30), ratings={(1, "2026-01"): 39}) == []
    assert shown(people(1, 30), ratings={(1, "2026-01"): 40}) == [(1, "2026-01")]


def test_a_desk_whose_every_rating_is_shown_leaves_nobody_to_subtract() -> None:
    assert shown(people(1, 30), ratings={(1, "2026-01"): 30}) == [(1, "2026-01")]


def test_the_smallest_shown_officer_covers_first() -> None:
    rows = people(1, 30) + people(2, 50) + people(3, 12)

    assert shown(rows, ratings={(1, "2026-01"): 95}) == [(2, "2026-01")]


def test_an_officer_who_covers_at_one_desk_is_hidden_at_the_other_too() -> None:
    rows = people(1, 15) + people(1, 15, desk=2) + people(2, 12) + people(3, 40, desk=2)

    found = shown(rows, ratings={(1, "2026-01"): 28, (2, "2026-01"): 75})

    assert found == [(3, "2026-01")]


def test_what_came_out_stays_and_the_next_month_gives_way() -> None:
    rows = people(1, 30) + people(2, 20) + people(2, 20, month="2026-02")
    ratings = {(1, "2026-01"): 59, (1, "2026-02"): 60}

    assert shown(rows, ratings=ratings) == [(1, "2026-01")]


def test_a_desk_without_counted_ratings_tells_nothing_and_shows_nothing_beside_others() -> None:
    rows = people(1, 30) + people(2, 12)

    assert shown(rows, ratings={}) == []


cells = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(1, 2), st.sampled_from(MONTHS)),
    st.integers(1, 60),
    min_size=1,
)
silent = st.lists(st.integers(0, 40), min_size=6, max_size=6)


@given(cells, silent)
def test_no_sum_over_desks_and_months_gives_a_hidden_officer_away(
    drawn: dict[tuple[int, int, str], int], nobody: list[int]
) -> None:
    rows = [
        row
        for (officer, desk, month), n in drawn.items()
        for row in people(officer, n, month=month, desk=desk)
    ]
    counts = named(rows)
    every = [(desk, month) for desk in (1, 2) for month in MONTHS]
    ratings = {
        cell: sum(counts.get(cell, {}).values()) + extra
        for cell, extra in zip(every, nobody, strict=True)
    }

    seen = shown_to_heads(closed_at_thirty(rows), named=counts, ratings=ratings)

    assert all(each.n >= 30 for each in seen)
    for chosen in unions(seen):
        left, hidden = remainder(chosen, seen, counts=counts, ratings=ratings)
        if hidden:
            assert left >= 10
            assert 10 * max(hidden.values()) <= 7 * left
        else:
            assert left == 0 or left >= 10


def unions(seen: tuple[ClosedSpan, ...]) -> Iterator[tuple[Cell, ...]]:
    """Give every set of desks and months in which a head can subtract anything."""
    told = sorted({cell for each in seen for cell in each.cells})
    for size in range(1, len(told) + 1):
        yield from combinations(told, size)


def remainder(
    chosen: tuple[Cell, ...],
    seen: tuple[ClosedSpan, ...],
    *,
    counts: Named,
    ratings: Mapping[Cell, int],
) -> tuple[int, Counter[int]]:
    """Return what is left of the cells without those who are shown there, and whose it is."""
    left, hidden = 0, Counter[int]()
    for cell in chosen:
        told = {each.officer_id for each in seen if cell in each.cells}
        left += ratings[cell] - sum(n for who, n in counts[cell].items() if who in told)
        hidden.update({who: n for who, n in counts[cell].items() if who not in told})
    return left, hidden
