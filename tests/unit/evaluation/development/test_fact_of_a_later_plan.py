"""A goal's measure is found again in a later plan by its text and unit, and nowhere else."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from portal.evaluation.development import measuring_queries
from portal.evaluation.development.measuring_queries import fact_of
from portal.evaluation.rules.states import RealisationState

DAY = date(2026, 2, 1)
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def version(**texts: tuple[int, str, str]) -> Any:
    """Return a version with indicators: ``name=(key, text, unit)``."""
    found = [SimpleNamespace(key=key, text=text, unit=unit) for key, text, unit in texts.values()]
    return SimpleNamespace(
        indicators=lambda: found,
        indicator=lambda key: next((each for each in found if each.key == key), None),
    )


def plan(number: int, *, held: Any, is_agreed: bool = True, **days: date) -> Any:
    return SimpleNamespace(
        id=number,
        in_force=held if is_agreed else None,
        latest=held,
        is_concluded=False,
        cycle_id=1,
        starts_on=days.get("starts_on", FIRST),
        ends_on=days.get("ends_on", LAST),
    )


ORIGIN = plan(
    1,
    held=version(a=(7, "Berkas selesai", "%")),
    starts_on=date(2025, 1, 1),
    ends_on=date(2025, 12, 31),
)
GOAL = SimpleNamespace(plan_id=1, indicator_key=7)
Known = Any


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """Let these plans be the person's, each with a verified figure under ``key``."""

    def let(*plans: Any, key: int, goal_plan: Any = ORIGIN) -> None:
        verified = SimpleNamespace(
            id=40,
            place=SimpleNamespace(period_number=1, indicator_key=key),
            counting_value=Decimal(92),
            state=RealisationState.VERIFIED,
        )
        period = SimpleNamespace(number=1, starts_on=FIRST, ends_on=LAST)
        held = SimpleNamespace(
            plan_with=lambda _, number: goal_plan if number == 1 else None,
            plans_of=lambda *_: plans,
        )
        monkeypatch.setattr(measuring_queries, "plans", held)
        monkeypatch.setattr(measuring_queries, "realisations_of", lambda *_: [verified])
        cycles = SimpleNamespace(cycle_with=lambda *_: SimpleNamespace(periods=[period]))
        monkeypatch.setattr(measuring_queries, "cycles", cycles)

    return let


def value_of(goal: Any = GOAL) -> Decimal | None:
    session: Any = None
    found = fact_of(session, goal, person_id=3, on=DAY)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("Berkas selesai", "%", 92),
        ("  berkas   SELESAI ", "%", 92),
        ("Berkas selesai", "berkas", None),
        ("Berkas masuk", "%", None),
    ],
)
def test_the_same_text_and_unit_is_the_same_measure(
    known: Known, text: str, unit: str, value: int | None
) -> None:
    known(plan(2, held=version(a=(7, "Lain", "x"), b=(3, text, unit))), key=3)

    assert value_of() == value


def test_the_key_of_the_first_plan_says_nothing_in_a_later_one(known: Known) -> None:
    known(plan(2, held=version(a=(7, "Lain", "x"))), key=7)

    assert value_of() is None


def test_a_later_plan_that_was_not_agreed_measures_nothing(known: Known) -> None:
    known(plan(2, held=version(a=(3, "Berkas selesai", "%")), is_agreed=False), key=3)

    assert value_of() is None


def test_a_first_plan_without_the_indicator_leads_nowhere(known: Known) -> None:
    later = plan(2, held=version(a=(3, "Berkas selesai", "%")))
    known(later, key=3, goal_plan=plan(1, held=version()))

    assert value_of() is None


@pytest.mark.parametrize(
    "goal",
    [
        SimpleNamespace(plan_id=None, indicator_key=7),
        SimpleNamespace(plan_id=9, indicator_key=7),
        SimpleNamespace(plan_id=1, indicator_key=None),
    ],
)
def test_a_goal_without_an_indicator_has_no_fact(known: Known, goal: Any) -> None:
    known(plan(2, held=version(a=(7, "Berkas selesai", "%"))), key=7)

    assert value_of(goal) is None


def test_without_a_plan_of_the_day_there_is_no_fact(known: Known) -> None:
    known(key=7)

    assert value_of() is None
