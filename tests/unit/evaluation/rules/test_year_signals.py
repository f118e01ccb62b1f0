"""Each sign of a year, worked by hand, and what never makes one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.form_signals import copied_to, is_in_a_rush, is_recent_only
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.target_signals import are_soft, is_lowered
from portal.evaluation.rules.year_signals import (
    StandingSetOnce,
    citizens_error,
    colleagues_error,
    divergence,
    stepped_down,
)

BELOW, MEETS, ABOVE = ExpectationLevel
OCTOBER, JANUARY = date(2026, 10, 1), date(2026, 1, 1)
NOON = datetime(2027, 1, 12, 5, tzinfo=UTC)
REASON = "Capaian tertahan karena alat rusak."
steps = st.lists(st.integers(1, 5), min_size=7, max_size=7)
levels = st.sampled_from(list(ExpectationLevel))
standings = st.builds(
    StandingSetOnce, levels, levels, st.one_of(st.none(), st.fractions(1, 5, max_denominator=7))
)


def test_notes_of_the_last_quarter_only_are_a_sign() -> None:
    late = [date(2026, 10, 1), date(2026, 12, 30)]

    assert is_recent_only(late, starts_on=JANUARY, last_period=OCTOBER)
    assert not is_recent_only([*late, date(2026, 9, 30)], starts_on=JANUARY, last_period=OCTOBER)
    assert not is_recent_only([], starts_on=JANUARY, last_period=OCTOBER)
    assert not is_recent_only(late, starts_on=OCTOBER, last_period=OCTOBER)


def test_colleagues_error_by_hand() -> None:
    # Half at 3, half at 5: sd 1; sqrt(1 - .77 x .77) = sqrt(.4071) = .638044.
    figures = [Fraction(3)] * 15 + [Fraction(5)] * 15

    assert colleagues_error(figures) == pytest.approx(0.638044, abs=1e-6)
    assert colleagues_error(figures[1:]) is None


def test_citizens_error_by_hand() -> None:
    # 80 to 90 of 100: half 5 / 25 = .2 of a point; / 1.959964 = .102043; r .64: x .8; x 4/3.
    assert citizens_error((80, 90), reliability=Fraction(16, 25)) == pytest.approx(
        0.108846, abs=1e-6
    )


def test_a_divergence_by_hand() -> None:
    # Mean 27/7, variance .142857 of 3 4 4 4 4 4 4: error of the mean .142857; with .3: .332280;
    # x 1.959964 = .651257. 27/7 - 3 = .857143 is more.
    given_steps = [3, 4, 4, 4, 4, 4, 4]

    assert divergence(given_steps, 3, error=0.3) == pytest.approx(6 / 7)
    assert divergence(given_steps, Fraction(33, 10), error=0.3) is None
    # Without any error half a step stays in between.
    assert divergence([4] * 7, Fraction(7, 2), error=0) is None
    assert divergence([3] * 7, Fraction(9, 2), error=0) == pytest.approx(-1.5)


@given(found=steps, other=st.floats(1, 5), error=st.floats(0, 2))
def test_a_larger_error_never_makes_a_divergence(
    found: list[int], other: float, error: float
) -> None:
    if divergence(found, other, error=error) is None:
        assert divergence(found, other, error=error + 0.1) is None
    else:
        assert abs(sum(found) / 7 - other) > 0.5


def test_one_reason_for_three_people_is_noticed_whatever_its_dots() -> None:
    texts = {
        4: [REASON],
        2: ["  capaian tertahan, karena  alat rusak"],
        9: ["Lain sama sekali dari yang lain.", REASON.upper()],
        7: ["Alasan yang hanya berlaku bagi orang ini."],
    }

    assert copied_to(texts) == (2, 4, 9)
    assert copied_to({key: texts[key] for key in (2, 4, 7)}) == ()
    # One person with the text twice is one person.
    assert copied_to({4: [REASON, REASON], 2: [REASON]}) == ()
    assert copied_to({each: ["Tepat waktu."] for each in range(5)}) == ()


def test_three_ratings_within_two_minutes_are_a_rush() -> None:
    def at(*seconds: int) -> list[datetime]:
        return [NOON + timedelta(seconds=each) for each in seconds]

    assert is_in_a_rush(at(119, 0, 60))
    assert not is_in_a_rush(at(0, 60, 120))
    assert not is_in_a_rush(at(0, 1))
    assert is_in_a_rush(at(0, 500, 560, 610))


@given(before=standings, now=standings)
def test_nobody_stands_lower_than_and_above_at_once(
    before: StandingSetOnce, now: StandingSetOnce
) -> None:
    assert not stepped_down(before, before)
    if before.result == now.result and before.behaviour == now.behaviour:
        assert not (stepped_down(before, now) and stepped_down(now, before))


def test_a_step_down_is_a_level_or_the_mean_of_the_steps() -> None:
    before = StandingSetOnce(MEETS, MEETS, Fraction(27, 7))

    assert stepped_down(before, StandingSetOnce(MEETS, MEETS, Fraction(26, 7)))
    assert not stepped_down(before, StandingSetOnce(MEETS, MEETS, Fraction(28, 7)))
    assert stepped_down(before, StandingSetOnce(ABOVE, BELOW, Fraction(5)))
    assert not stepped_down(before, StandingSetOnce(MEETS, MEETS))


def test_three_easy_indicators_two_years_running_are_soft() -> None:
    easy: Sequence[int | Fraction | None] = [110, Fraction(120), 115, 80]
    mixed: Sequence[int | Fraction | None] = [Fraction(1099, 10), 120, 120, None]

    assert are_soft([easy, easy])
    assert not are_soft([easy, mixed])
    assert not are_soft([easy])


def test_a_target_below_what_was_reached_is_lowered() -> None:
    assert is_lowered(220, realised=228, direction=Direction.HIGHER)
    assert not is_lowered(228, realised=228, direction=Direction.HIGHER)
    assert is_lowered(5, realised=4, direction=Direction.LOWER)
    assert not is_lowered(4, realised=4, direction=Direction.LOWER)
    assert not is_lowered(1, realised=100, direction=Direction.RANGE)
