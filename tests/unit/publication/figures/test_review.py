"""A review tells from the table of figures what readers will see, and what they saw before."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.figures import Reason
from portal.publication.figures.review import NOTHING_THERE, Category, Past, matching, review_of

COLUMNS = ["address", "kind", "name", "element", "period", "n", "suppressed"]
Rows = list[tuple[str, str, str, str | None]]


def table(*rows: tuple[str, str, str, str | None]) -> dict[str, Any]:
    """Return a flat document with (address, kind, element, reason) for each row."""
    return {
        "columns": COLUMNS,
        "rows": [
            [address, kind, f"Nama {address}", element, "2026-02", None if reason else 45, reason]
            for address, kind, element, reason in rows
        ],
    }


DESK = ("desks/a", "desk", "", None)
COST = ("desks/a", "desk", "cost", "protects_another")
HIDDEN = ("desks/b", "desk", "", "few_officers")
HIDDEN_COST = ("desks/b", "desk", "cost", "few_officers")
EMPTY = ("units/c", "unit", "", "not_measured")
POOL = ("agencies/d/other/places", "other", "", None)


def test_elements_of_a_hidden_place_only_repeat_what_it_says() -> None:
    review = review_of(table(DESK, COST, HIDDEN, HIDDEN_COST))

    assert [(line.category, line.address) for line in review.hidden] == [
        (Category.ELEMENT, "desks/a"),
        (Category.DESK, "desks/b"),
    ]


def test_what_nobody_rated_is_not_kept_back() -> None:
    review = review_of(table(DESK, HIDDEN, EMPTY, POOL))

    assert (review.shown, review.kept_back, len(review.hidden)) == (2, 1, 2)


def test_a_second_headline_is_that_of_unverified_ratings_and_pools_stand_apart() -> None:
    beside = ("desks/a", "desk", "", "too_few")

    counts = review_of(table(DESK, beside, POOL)).by_reason()

    assert counts[None] == {Category.DESK: 1, Category.POOLED: 1}
    assert counts[Reason.TOO_FEW] == {Category.UNVERIFIED: 1}


def test_counts_name_only_reasons_that_occur_and_always_what_is_shown() -> None:
    assert list(review_of(table(HIDDEN, EMPTY)).by_reason()) == [
        None,
        Reason.NOT_MEASURED,
        Reason.FEW_OFFICERS,
    ]


def test_says_what_was_shown_last_month_and_is_hidden_now() -> None:
    before = table(("desks/b", "desk", "", None), DESK, ("desks/gone", "desk", "", None))
    new = ("desks/new", "desk", "", None)

    review = review_of(table(DESK, HIDDEN, new), before)

    assert [line.address for line in review.newly_hidden] == ["desks/b"]
    assert review.newly_shown == 1
    assert [line.address for line in review.gone] == ["desks/gone"]
    assert [line.past for line in review.lines] == [Past.SHOWN, Past.SHOWN, Past.ABSENT]


def test_without_a_month_before_nothing_has_changed() -> None:
    review = review_of(table(DESK, HIDDEN))

    assert (review.newly_hidden, review.newly_shown, review.gone) == ((), 0, ())
    assert {line.past for line in review.lines} == {None}


def test_filters_are_taken_together() -> None:
    before = table(("desks/b", "desk", "", None))
    hidden = review_of(table(DESK, COST, HIDDEN, EMPTY), before).hidden

    assert [line.address for line in matching(hidden, category="desk")] == ["desks/b"]
    assert [line.address for line in matching(hidden, change="hidden")] == ["desks/b"]
    assert [line.address for line in matching(hidden, words="UNITS/")] == ["units/c"]
    assert [line.address for line in matching(hidden, words="nama units")] == ["units/c"]
    assert matching(hidden, category="desk", reason="not_measured") == []
    assert matching(hidden) == list(hidden)


REASONS = st.sampled_from([None, *map(str, Reason)])


@given(st.lists(REASONS, max_size=8), st.lists(REASONS, max_size=8))
def test_every_figure_is_shown_or_has_one_reason(
    now: list[str | None], before: list[str | None]
) -> None:
    def desks(reasons: list[str | None]) -> dict[str, Any]:
        return table(*((f"desks/{turn}", "desk", "", each) for turn, each in enumerate(reasons)))

    review = review_of(desks(now), desks(before))

    counted = sum(sum(counts.values()) for counts in review.by_reason().values())
    empty = sum(line.reason in NOTHING_THERE for line in review.hidden)
    assert counted == len(now) == review.shown + len(review.hidden)
    assert review.kept_back == len(review.hidden) - empty
    assert len(review.gone) == max(0, len(before) - len(now))
    assert all(line.past is Past.SHOWN and line.reason for line in review.newly_hidden)
