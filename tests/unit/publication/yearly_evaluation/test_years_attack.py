"""Three years, awards and people who move: all that is public together tells no count."""

import pytest

from portal.publication.yearly_evaluation import table
from portal.publication.yearly_evaluation.counts import Training
from portal.publication.yearly_evaluation.documents import Hours
from tests.evaluation_years_attack import Moved, PublicAward, kept_by_stayers, with_awards
from tests.factories.awarding_city import (
    three_years,
    told_rightly,
    told_to_believers,
    told_to_head,
)
from tests.factories.evaluation_years import MovingCity, small_city

SEEDS = range(10)
SMALL = range(10, 16)
# Cities in which a share crosses a step with few movers, and one in which none does.
CROSSED = (5, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_three_years_with_awards_tell_no_count_of_a_city_of_three_thousand(seed: int) -> None:
    lived = three_years(MovingCity(seed))
    told, tried = told_rightly(lived)

    assert told == []
    # Of each year: 25 agencies with five counts each, and eight of the city.
    assert tried == 3 * (25 * 5 + 8)
    assert lived.awards


@pytest.mark.slow
def test_three_years_with_awards_tell_no_count_of_small_cities() -> None:
    found = {seed: told_rightly(three_years(small_city(seed)))[0] for seed in SMALL}

    assert {seed: told for seed, told in found.items() if told} == {}


@pytest.mark.slow
def test_three_years_tell_no_head_a_count_beside_the_own() -> None:
    lived = three_years(MovingCity(SEEDS[0]))
    largest = max(lived.counted[-1].agencies, key=lambda each: each.people)

    assert told_to_head(lived, largest.code) == []


@pytest.mark.slow
def test_no_count_is_told_exactly_even_where_nobody_who_stayed_changed() -> None:
    """What is left to who believes so: a step crossed by few movers is known within five."""
    found = [told_to_believers(three_years(MovingCity(seed), keeps=1.0)) for seed in CROSSED]

    assert any(found)
    assert all(left > 1 for told in found for _, _, left in told)


def test_who_believes_so_learns_a_movers_predicate_from_shares_that_are_not_rounded() -> None:
    """The check can fail: of two exact counts and one who came, the difference is a person's."""
    exact = {2025: {"a": [11]}, 2026: {"a": [12]}}
    steps = {2025: {"a": [*range(6, 13)]}, 2026: {"a": [*range(6, 13)]}}
    one_came = {2025: {"a": Moved(left=0, came=1)}}

    assert kept_by_stayers(exact, one_came) == exact
    assert kept_by_stayers(steps, one_came) == {
        2025: {"a": [*range(6, 13)]},
        2026: {"a": [*range(6, 13)]},
    }
    crossed = {2025: {"a": [*range(6, 12)]}, 2026: {"a": [*range(12, 18)]}}
    assert kept_by_stayers(crossed, one_came) == {2025: {"a": [11]}, 2026: {"a": [12]}}


def test_the_attack_finds_what_a_plain_mean_of_hours_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The check can fail: a low mean says how many can have had the aim's hours."""

    def plain(training: Training | None, people: int) -> Hours | None:
        told = None if training is None else round(training.hours / people)
        return None if told is None else Hours(told, is_at_most=False)

    monkeypatch.setattr(table, "mean_hours", plain)
    found = (name for seed in SMALL for _, name in told_rightly(three_years(small_city(seed)))[0])

    assert any(name.endswith("training_reached") for name in found)


def test_winners_take_away_what_two_years_cannot_be() -> None:
    """The check can fail: twenty who could be meant, and few the year before, leave little."""
    few, more = list(range(10)), list(range(10, 17))
    predicates = {2025: {"a": few, "b": few}, 2026: {"a": more, "b": more}}

    with_awards(predicates, [PublicAward(2026, "a", is_named=False)])

    assert predicates[2025] == {"a": [4, 5, 6, 7, 8, 9], "b": few}
    assert predicates[2026] == {"a": [11, 12, 13, 14, 15, 16], "b": more}
