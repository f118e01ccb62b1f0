"""Nobody works out a hidden count of a year's predicates from all that is told of it.

Three years of cities of 3,000, with everything else that is public: ``test_years_attack.py``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from portal.disclosure import share_steps
from portal.publication.figures.documents import ReleaseStamp
from portal.publication.figures.encoding import to_json
from portal.publication.yearly_evaluation import predicates
from portal.publication.yearly_evaluation.counts import EvaluationYear
from portal.publication.yearly_evaluation.table import evaluation_document
from tests import evaluation_attack
from tests.evaluation_attack import attacked
from tests.factories.evaluation_years import MovingCity, small_city

SMALL = range(10, 40)


def with_ten_of_44() -> EvaluationYear:
    """Return a city whose first agency has ten of 44 people with the best predicate."""
    counted = MovingCity(1, agencies=6, people=600).counted(2026)
    first, *others = (replace(each, training=None) for each in counted.agencies)
    first = replace(first, people=44, plans_in_time=40, evaluations_in_time=40, dialogues_held=40)
    return replace(counted, agencies=(replace(first, very_good=10, good=34, lower=0), *others))


def told(counted: EvaluationYear) -> list[str]:
    """Return the names of what an attacker knows within fewer than five, and rightly."""
    stamp = ReleaseStamp(str(counted.year), f"{counted.year}-12", "evaluation", is_demo=False)
    document = json.loads(to_json(evaluation_document(counted, stamp)))
    with_result = {each.code: each.very_good + each.good + each.lower for each in counted.agencies}
    left = attacked(document, with_result)
    real = truth(counted)
    return [name for name, counts in left.items() if len(counts) < 5 and real[name] in counts]


def told_to_heads(counted: EvaluationYear) -> list[tuple[str, str]]:
    """Return what the head of an agency (first) knows of another (second) within five, rightly."""
    stamp = ReleaseStamp(str(counted.year), f"{counted.year}-12", "evaluation", is_demo=False)
    document = json.loads(to_json(evaluation_document(counted, stamp)))
    with_result = {each.code: each.very_good + each.good + each.lower for each in counted.agencies}
    real = truth(counted)
    return [
        (head, name)
        for head in with_result
        for name, left in attacked(document, with_result, own={head: real[head]}).items()
        if name != head and len(left) < 5 <= with_result.get(name, 5) and real[name] in left
    ]


def truth(counted: EvaluationYear) -> Mapping[str, int]:
    parts = ("very_good", "good", "lower")
    whole = {name: sum(getattr(each, name) for each in counted.agencies) for name in parts}
    return {**whole, **{each.code: each.very_good for each in counted.agencies}}


def three_years(city: MovingCity) -> Iterator[EvaluationYear]:
    for year in (2025, 2026, 2027):
        yield city.counted(year)
        city.next_year()


@pytest.mark.slow
def test_three_years_of_small_cities_tell_no_count() -> None:
    found = {seed: [told(each) for each in three_years(small_city(seed))] for seed in SMALL}
    assert {seed: years for seed, years in found.items() if any(years)} == {}


def test_the_attack_finds_what_is_told_without_silence_for_sums(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The check can fail: where no figure covers another, small cities tell counts."""
    monkeypatch.setattr(predicates.ToldPredicates, "is_safe", lambda _told: True)
    found = [told(each) for seed in SMALL for each in three_years(small_city(seed))]
    assert any(found)


@pytest.mark.slow
def test_no_head_tells_another_agencys_count_from_the_own() -> None:
    years = [each for seed in SMALL for each in three_years(several_agencies(seed))]

    assert [found for each in years if (found := told_to_heads(each))] == []
    assert any(each.step for counted in years for each in shares_told(counted))


def several_agencies(seed: int) -> MovingCity:
    """Return a small city of two to five agencies."""
    return MovingCity(seed, agencies=2 + seed % 4, people=100 + 10 * seed)


def shares_told(counted: EvaluationYear) -> Iterator[predicates.ToldShare]:
    yield from predicates.told_predicates(counted.agencies).agencies.values()


def test_heads_would_tell_each_other_where_only_the_public_is_thought_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The check can fail: as the rule was first, some head knew another agency's count."""
    public = predicates.ToldPredicates.left
    monkeypatch.setattr(predicates.ToldPredicates, "left", lambda told, head: public(told))  # noqa: ARG005
    years = [each for seed in SMALL for each in three_years(several_agencies(seed))]

    assert any(told_to_heads(each) for each in years)


def test_the_attack_finds_what_plain_steps_of_five_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check can fail: the steps that were planned first tell that ten or eleven it is."""
    assert told(with_ten_of_44()) == []

    def plain(_people: int) -> int:
        return 5

    monkeypatch.setattr(share_steps, "step_width", plain)
    monkeypatch.setattr(share_steps, "LEAST_POSSIBLE", 1)
    monkeypatch.setattr(predicates, "LEAST_POSSIBLE", 1)
    monkeypatch.setattr(evaluation_attack, "width", plain)
    monkeypatch.setattr(evaluation_attack, "LEAST_POSSIBLE", 1)
    monkeypatch.setattr(share_steps, "told_steps", share_steps.told_steps.__wrapped__)
    monkeypatch.setattr(share_steps, "steps_of", share_steps.steps_of.__wrapped__)
    monkeypatch.setattr(predicates, "told_steps", share_steps.told_steps)
    assert "agency-00" in told(with_ten_of_44())


def test_a_year_without_results_is_told_in_silence() -> None:
    counted = MovingCity(1, agencies=1, people=60).counted(2026)
    (agency,) = counted.agencies
    empty = replace(counted, agencies=(replace(agency, very_good=0, good=0, lower=0),))
    found = predicates.told_predicates(empty.agencies)
    assert (found.very_good.step, found.good.step, found.lower.percent) == (None, None, None)
    assert found.agencies[agency.code].step is None
