"""What citizens and colleagues say goes into signs and the equity check where it counts only."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from portal.evaluation.insight import (
    compared_queries,
    completeness_queries,
    figure_queries,
    night_run,
    target_queries,
)
from portal.evaluation.insight.target_queries import ComparedTargets, compared_targets
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.equity import EquityMeasure

DAY = date(2026, 4, 2)
NOBODY: Any = None
LAST_PERIOD = SimpleNamespace(periods=[SimpleNamespace(starts_on=date(2026, 10, 1))])
NEVER_AMENDED: Any = SimpleNamespace(versions=[])


def source(*, value: object, mean: object, expected: object) -> Any:
    return SimpleNamespace(
        voice=SimpleNamespace(value=value),
        released=SimpleNamespace(mean=mean),
        compared=SimpleNamespace(expected=expected),
    )


WHOLE = {"value": 4, "mean": Decimal("3.5"), "expected": Decimal("3.2")}


@pytest.mark.parametrize("missing", [None, "value", "mean", "expected"])
def test_citizens_stand_beside_what_was_expected_only_where_all_is_known(
    monkeypatch: pytest.MonkeyPatch, missing: str | None
) -> None:
    known = source(**(WHOLE if missing is None else WHOLE | {missing: None}))
    monkeypatch.setattr(figure_queries, "source_of", lambda *_: known)

    found = figure_queries.citizens_difference(NOBODY, NOBODY)

    assert found == (Decimal("0.3") if missing is None else None)


@pytest.mark.parametrize("part", ["released", "compared"])
def test_without_a_released_or_a_compared_figure_there_is_no_difference(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    known = source(**WHOLE)
    setattr(known, part, None)
    monkeypatch.setattr(figure_queries, "source_of", lambda *_: known)

    assert figure_queries.citizens_difference(NOBODY, NOBODY) is None


def plans_of(*people: int) -> Any:
    plans = {each: (SimpleNamespace(person_id=each),) for each in people}
    return lambda *_, person_ids: {
        each: found for each, found in plans.items() if each in person_ids
    }


def test_each_source_of_a_year_is_compared_where_it_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    differences = {1: Decimal("0.3"), 2: None}
    cycle: Any = SimpleNamespace(id=1)
    rules = SimpleNamespace(rules_of=lambda *_: SimpleNamespace(rules=None))
    monkeypatch.setattr(compared_queries, "cycles", rules)
    monkeypatch.setattr(compared_queries, "steps_in", lambda *_: {9: {1: (3, 4), 2: (5, 5)}})
    monkeypatch.setattr(
        compared_queries, "folded_figures", lambda *_: {2: Fraction(7, 2), 3: Fraction(4)}
    )
    monkeypatch.setattr(figure_queries, "plans_of_cycle", plans_of(1, 2))
    monkeypatch.setattr(
        compared_queries,
        "citizens_difference",
        lambda _, served: differences[served.plan.person_id],
    )

    assert compared_queries._values(NOBODY, cycle, on=DAY) == {
        1: {EquityMeasure.STEPS: 3.5, EquityMeasure.CITIZENS: 0.3},
        2: {EquityMeasure.STEPS: 5.0, EquityMeasure.COLLEAGUES: 3.5},
        3: {EquityMeasure.COLLEAGUES: 4.0},
    }


def test_an_anchor_is_the_mean_of_what_others_say_of_the_appraised_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figures = {1: SimpleNamespace(value=Fraction(4)), 2: None}
    at: Any = SimpleNamespace(
        figures={1: Fraction(3), 8: Fraction(5)},
        cycle=SimpleNamespace(id=1),
        rules=None,
        today=DAY,
    )
    monkeypatch.setattr(figure_queries, "plans_of_cycle", plans_of(1, 2))
    monkeypatch.setattr(
        night_run, "citizens_figure", lambda _, served: figures[served.plan.person_id]
    )

    found = night_run._anchors(NOBODY, at, steps={9: {1: (3, 4), 2: (5, 5)}})

    assert found == {1: 3.5}


def test_a_citys_plans_are_never_in_memory_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []

    def some(*_: object, person_ids: list[int]) -> Any:
        asked.append(person_ids)
        return {each: (SimpleNamespace(person_id=each), NOBODY) for each in person_ids}

    monkeypatch.setattr(figure_queries, "AT_ONCE", 2)
    monkeypatch.setattr(figure_queries, "plans_of_cycle", some)
    cycle: Any = SimpleNamespace(id=1)

    given = figure_queries.served_plans(
        NOBODY, cycle, rules=NOBODY, person_ids={5, 1, 3, 4, 2}, on=DAY
    )
    first = next(given)

    assert asked == [[1, 2]]
    assert [first.plan.person_id, *(each.plan.person_id for each in given)] == [1, 2, 3, 4, 5]
    assert asked == [[1, 2], [3, 4], [5]]


def indicator(key: int, text: str, target: int | None) -> Any:
    return SimpleNamespace(
        key=key,
        name=text,
        text=text,
        unit="berkas",
        direction=Direction.HIGHER,
        target=None if target is None else Decimal(target),
    )


def year(*indicators: Any, realised: dict[str, tuple[int, int | None]], aid: Any = None) -> Any:
    measures = [
        SimpleNamespace(
            key=name,
            target=Decimal(target),
            realisation=None if value is None else Decimal(value),
        )
        for name, (target, value) in realised.items()
    ]
    version = SimpleNamespace(indicators=lambda: indicators)
    return SimpleNamespace(version=version, measures=[*measures, None], aid=aid)


BEFORE = (indicator(1, "Berkas masuk", 100), indicator(2, "Berkas keluar", 80))


@pytest.mark.parametrize(
    ("realised", "target", "is_lowered"),
    [
        # A target below what was reached asks for less than before.
        ({"Berkas masuk": (100, 120)}, 110, True),
        ({"Berkas masuk": (100, 120)}, 120, False),
        # Of a part of a year, the sum says nothing about a whole one.
        ({"Berkas masuk": (75, 120)}, 110, False),
        # What was not realised, or not measured at all, is compared with nothing.
        ({"Berkas masuk": (100, None)}, 110, False),
        ({}, 110, False),
        ({"Berkas masuk": (100, 120)}, None, False),
    ],
)
def test_a_target_is_lowered_beside_what_a_whole_year_reached(
    monkeypatch: pytest.MonkeyPatch,
    realised: dict[str, tuple[int, int | None]],
    target: int | None,
    *,
    is_lowered: bool,
) -> None:
    years = iter(
        [year(*BEFORE, realised=realised), year(indicator(5, "berkas  MASUK", target), realised={})]
    )
    monkeypatch.setattr(target_queries, "plan_with", lambda *_: object())
    monkeypatch.setattr(target_queries, "_source", lambda *_, **__: next(years))
    at: Any = SimpleNamespace(earlier=(1, 2), cycle=LAST_PERIOD, rules=4)
    earlier: Any = SimpleNamespace(plan_id=1)

    found = compared_targets(NOBODY, at, plan=NEVER_AMENDED, earlier=earlier)

    assert found == ComparedTargets((), has_lowered=is_lowered)


def test_two_years_stand_side_by_side_only_where_both_have_a_plan_that_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(target_queries, "plan_with", lambda *_: object())
    monkeypatch.setattr(target_queries, "counting_version", lambda _: None)
    at: Any = SimpleNamespace(earlier=(1, 2), cycle=LAST_PERIOD, rules=4)
    earlier: Any = SimpleNamespace(plan_id=1)

    assert compared_targets(NOBODY, at, plan=NEVER_AMENDED, earlier=earlier) == ComparedTargets()
    assert compared_targets(NOBODY, at, plan=NEVER_AMENDED, earlier=None) == ComparedTargets()


def test_only_a_post_held_in_the_agency_on_the_day_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def post(person: int, *, agency: int = 1, kind: str = "definitive", **days: date) -> Any:
        return SimpleNamespace(
            person_id=person,
            agency_id=agency,
            unit_id=4,
            kind=kind,
            starts_on=days.get("starts_on", date(2020, 1, 1)),
            ends_on=days.get("ends_on"),
        )

    posts = [
        post(1),
        post(2, agency=2),
        post(3, kind="acting"),
        post(4, starts_on=date(2026, 4, 3)),
        post(5, ends_on=date(2026, 4, 1)),
        post(6, ends_on=DAY),
    ]
    people = SimpleNamespace(posts_of=lambda *_: posts)
    monkeypatch.setattr(completeness_queries, "people", people)
    monkeypatch.setattr(completeness_queries, "evaluated_people", lambda *_, **__: set(range(7)))
    monkeypatch.setattr(completeness_queries, "latest_lines", lambda *_, **__: {})
    monkeypatch.setattr(completeness_queries, "shown_days", lambda *_: {})
    monkeypatch.setattr(completeness_queries, "years_of_people", lambda *_, **__: [])

    (unit,) = completeness_queries.completeness(NOBODY, 1, agency_id=1, on=DAY)

    assert (unit.unit_id, unit.people, unit.without_plan) == (4, 2, 2)
