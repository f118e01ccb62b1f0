"""What holds from which month on, and from which month a change may hold."""

from datetime import date

import pytest

from portal.organisation.places.arrangement import (
    Arrangement,
    ClosedMonths,
    DatedValue,
    Timeline,
    effect_of,
    offers_by_desk,
)
from portal.organisation.places.catalogue import RecordKind

MAY, JUNE = date(2026, 5, 10), date(2026, 6, 10)


def decided(
    period: str, value: str, *, on: date = MAY, is_correction: bool = False
) -> DatedValue[str]:
    return DatedValue(period, value, on, is_correction=is_correction)


def test_a_change_leaves_the_months_before_it_as_they_were() -> None:
    timeline = Timeline("first", (decided("2026-06", "then"), decided("2026-09", "later")))

    values = [timeline.in_month(month) for month in ("2000-01", "2026-05", "2026-06", "2026-08")]

    assert values == ["first", "first", "then", "then"]
    assert timeline.in_month("2099-12") == "later"


def test_of_two_decisions_the_last_one_counts_in_all_months_from_its_own_on() -> None:
    timeline = Timeline("first", (decided("2026-08", "far"), decided("2026-06", "near", on=JUNE)))

    assert timeline.in_month("2026-07") == "near"
    assert timeline.in_month("2026-09") == "near"


def test_a_waiting_rating_may_be_of_every_state_that_was_ever_in_force() -> None:
    timeline = Timeline("first", (decided("2026-06", "then"), decided("2026-09", "later")))

    assert timeline.until("2026-05") == ("first",)
    assert timeline.until("2026-08") == ("first", "then")


def test_what_was_replaced_before_its_month_began_was_never_in_force() -> None:
    replaced = Timeline("first", (decided("2026-06", "never"), decided("2026-06", "then")))
    in_force = Timeline("first", (decided("2026-06", "some"), decided("2026-06", "then", on=JUNE)))

    assert replaced.until("2026-06") == ("first", "then")
    assert in_force.until("2026-06") == ("first", "some", "then")


def test_a_correction_makes_what_was_recorded_before_it_count_no_more() -> None:
    decisions = (
        decided("2026-03", "wrong"),
        decided("2000-01", "right", is_correction=True),
        decided("2026-06", "then"),
    )
    timeline = Timeline("first", decisions)

    assert timeline.in_month("2026-04") == "right"
    assert timeline.until("2026-06") == ("right", "then")


def test_offers_are_found_by_desk() -> None:
    dated = Arrangement(
        offers={
            (1, 10): Timeline(True),
            (1, 11): Timeline(False, (DatedValue("2026-06", True, MAY),)),
            (2, 10): Timeline(False),
        }
    )

    assert offers_by_desk(dated, month="2026-05") == {1: {10}}
    assert dated.offered(1, month="2026-06") == {10, 11}
    assert dated.offered(2, month="2026-06") == frozenset()


@pytest.mark.parametrize(
    ("since", "is_too_far", "is_closed"),
    [
        (None, False, False),
        ("2026-06", False, False),
        ("2026-07", True, False),
        ("2026-05", False, False),
        ("2026-04", False, True),
        ("2026-03", False, True),
    ],
)
def test_a_month_is_open_until_it_is_released_or_rated(
    since: str | None, *, is_too_far: bool, is_closed: bool
) -> None:
    closed = ClosedMonths(released="2026-03", rated={(RecordKind.SERVICE, "ktp"): "2026-04"})

    effect = effect_of(MAY, since=since, closed=closed)

    assert (effect.is_too_far, effect.is_closed(RecordKind.SERVICE, "ktp")) == (
        is_too_far,
        is_closed,
    )
    assert not effect_of(MAY, since="2026-04", closed=closed).is_closed(RecordKind.SERVICE, "kk")


def test_where_nothing_is_counted_or_released_every_month_is_open() -> None:
    assert not effect_of(MAY, since="2026-01", closed=ClosedMonths()).is_closed(
        RecordKind.DESK, "loket-1"
    )


def test_without_knowing_what_is_closed_only_the_next_month_is_open() -> None:
    assert effect_of(MAY).month == "2026-06"
    assert not effect_of(MAY).is_closed(RecordKind.DESK, "loket-1")
    assert effect_of(MAY, since="2026-05").is_closed(RecordKind.DESK, "loket-1")
