"""Published months become one figure that says no more than they do together."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.disclosure_rules import (
    grade_bound,
    rounded_count,
    rounded_ikm,
    step_of,
)
from portal.publication.figures.figures import Figure, Reason
from portal.publication.reports.combining import combined
from portal.publication.reports.content import LevelShare
from portal.publication.reports.months import AnswerSpread
from portal.publication.reports.spreads import combined_shares
from portal.survey.elements import Element
from portal.time.months import MonthRange, month_after

YEAR = MonthRange("2025-01", "2025-12")


def figure(
    exact: Fraction | float,
    *,
    n: int,
    month: str = "2025-01",
    channels: tuple[str, ...] = ("ticket",),
) -> Figure:
    """A month's figure as a release would publish it of an exact IKM."""
    value = Fraction(exact)
    return Figure(
        value=rounded_ikm(value, n=n),
        n=rounded_count(n),
        period=MonthRange(month, month),
        channels=channels,
        is_verified="open" not in channels,
        step=step_of(n),
        grade=grade_bound(value),
    )


def hidden(reason: Reason = Reason.TOO_FEW, month: str = "2025-03") -> Figure:
    return Figure(None, None, MonthRange(month, month), ("ticket",), suppressed=reason)


def test_one_month_stays_as_it_was_published() -> None:
    only = figure(84, n=50)

    assert combined([hidden(), only], span=YEAR) is only


def test_months_weigh_by_their_respondents() -> None:
    months = [figure(90, n=300), figure(80, n=100, month="2025-02")]

    found = combined(months, span=YEAR)

    assert (found.value, found.n, found.step) == (Decimal(88), 400, Decimal(1))
    assert (found.period, found.interval) == (MonthRange("2025-01", "2025-02"), None)


def test_small_months_stay_coarse_together() -> None:
    found = combined([figure(81, n=30), figure(84, n=40, month="2025-02")], span=YEAR)

    assert (found.value, found.step, found.n) == (Decimal("82.5"), Decimal("2.5"), 70)


def test_nothing_shown_gives_the_last_reason() -> None:
    found = combined([hidden(), hidden(Reason.FEW_OFFICERS, "2025-04")], span=YEAR)

    assert (found.value, found.n, found.period) == (None, None, YEAR)
    assert found.suppressed is Reason.FEW_OFFICERS
    assert combined([], span=YEAR).suppressed is Reason.NOT_MEASURED


def test_channels_are_named_together_and_an_unverified_month_makes_all_unverified() -> None:
    months = [
        figure(80, n=100, channels=("presence",)),
        figure(80, n=100, month="2025-02", channels=("ticket", "open")),
    ]

    found = combined(months, span=YEAR)

    assert found.channels == ("ticket", "presence", "open")
    assert found.is_verified is False


def test_months_of_one_grade_keep_it() -> None:
    found = combined([figure(88.4, n=100), figure(88.35, n=900, month="2025-02")], span=YEAR)

    assert found.grade is not None
    assert found.grade.letter == "A"


def test_a_grade_that_rounding_leaves_open_is_not_given() -> None:
    found = combined([figure(88.4, n=500), figure(88.2, n=500, month="2025-02")], span=YEAR)

    assert (found.value, found.grade) == (Decimal(88), None)


@given(
    st.lists(st.tuples(st.integers(2500, 10_000), st.integers(30, 400)), min_size=2, max_size=12)
)
def test_a_grade_that_is_given_is_the_true_one(months: list[tuple[int, int]]) -> None:
    exact = [(Fraction(hundredths, 100), n) for hundredths, n in months]
    figures = [
        figure(value, n=n, month=month_after("2025-01", months=turn))
        for turn, (value, n) in enumerate(exact)
    ]
    true = sum((value * n for value, n in exact), Fraction()) / sum(n for _, n in exact)

    found = combined(figures, span=YEAR)

    assert found.grade in (None, grade_bound(true))


def spread(n: int, **shares: int) -> AnswerSpread:
    """Shares by levels: ``spread(100, l12=5, l3=45, l4=50)``."""
    names = {"l1": "1", "l2": "2", "l12": "1-2", "l13": "1-3", "l3": "3", "l4": "4"}
    found = tuple(LevelShare(names[key], Decimal(percent)) for key, percent in shares.items())
    return AnswerSpread(Element.TIME, n, found)


UNANIMOUS = AnswerSpread(Element.TIME, 50, (LevelShare("4", Decimal(95), is_at_least=True),))


@pytest.mark.parametrize(
    ("months", "shares"),
    [
        ([], {}),
        ([spread(100, l1=10, l2=20, l3=30, l4=40)], {"1": 10, "2": 20, "3": 30, "4": 40}),
        (
            [spread(100, l1=10, l2=20, l3=30, l4=40), spread(300, l12=10, l3=50, l4=40)],
            {"1-2": 15, "3": 45, "4": 40},
        ),
        (
            [spread(100, l13=60, l4=40), spread(100, l12=10, l3=50, l4=40)],
            {"1-3": 60, "4": 40},
        ),
        ([spread(100, l13=60, l4=40), UNANIMOUS], {"1-3": 60, "4": 40}),
        ([UNANIMOUS, UNANIMOUS], {"4": 95}),
    ],
)
def test_shares_are_as_coarse_as_the_coarsest_month(
    months: list[AnswerSpread], shares: dict[str, int]
) -> None:
    found = combined_shares(months)

    assert {each.levels: each.percent for each in found} == shares
