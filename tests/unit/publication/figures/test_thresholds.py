"""P1 and P2: spans that are carried forward, and what the year's end does with the rest."""

import pytest

from portal.publication.figures.disclosure_rules import Group, Verdict, open_span, verdict
from portal.publication.figures.figures import Reason
from portal.time.months import MonthRange
from tests.factories.documents import hidden, shown

MARCH = MonthRange.of("2026-03")
DECEMBER = MonthRange.of("2026-12")


@pytest.mark.parametrize(
    ("verified", "unverified", "expected"),
    [
        (30, 0, Verdict(Group.VERIFIED)),
        (30, 500, Verdict(Group.VERIFIED)),
        (29, 1, Verdict(Group.ALL)),
        (29, 0, Verdict(Group.ALL, Reason.TOO_FEW)),
        (1, 0, Verdict(Group.ALL, Reason.TOO_FEW)),
        (0, 0, Verdict(Group.VERIFIED, Reason.NOT_MEASURED)),
    ],
)
def test_a_mean_needs_thirty_and_prefers_verified_ratings(
    verified: int, unverified: int, expected: Verdict
) -> None:
    assert verdict(verified=verified, unverified=unverified, span=MARCH) == expected


@pytest.mark.parametrize(
    ("verified", "unverified", "expected"),
    [
        (10, 19, Verdict(Group.VERIFIED, has_few_answers=True)),
        (9, 1, Verdict(Group.ALL, has_few_answers=True)),
        (9, 0, Verdict(Group.ALL, Reason.FOLDED)),
        (30, 0, Verdict(Group.VERIFIED)),
    ],
)
def test_at_year_end_ten_are_shown_as_few_and_less_is_folded(
    verified: int, unverified: int, expected: Verdict
) -> None:
    assert verdict(verified=verified, unverified=unverified, span=DECEMBER) == expected


def test_a_higher_threshold_can_be_set() -> None:
    decided = verdict(verified=39, unverified=0, span=MARCH, least_mean=40)

    assert decided.reason is Reason.TOO_FEW


def test_a_carried_span_grows_month_by_month() -> None:
    carried = hidden(Reason.TOO_FEW, period="2026-01/2026-02")

    assert open_span(carried, period="2026-03") == MonthRange("2026-01", "2026-03")


@pytest.mark.parametrize(
    "before",
    [
        None,
        shown(80, period="2026-02"),
        hidden(Reason.FEW_OFFICERS, period="2026-02"),
        hidden(Reason.FOLDED, period="2026-02"),
        hidden(Reason.TOO_FEW, period="2025-12"),
    ],
)
def test_whatever_was_decided_starts_a_new_span(before: object) -> None:
    assert open_span(before, period="2026-03") == MARCH
