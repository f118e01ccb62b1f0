"""A month is published by the rules it began with, whatever is decided later."""

import json
import random
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.organisation.figure_rules.service import ChangeFigureRules, change_figure_rules
from portal.publication.building.charts import draw
from portal.publication.releases import queries
from portal.publication.releases.due import publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.verifying import differences
from portal.survey.elements import Element, FigureRules
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate

COST = frozenset({Element.COST})
SKIPPING = FigureRules(not_experienced=COST)


class SometimesSkipped(dict[int, frozenset[Element]]):
    """Elements that ratings leave out: what a service does not ask, and the cost by chance."""

    def __init__(self, asked: dict[int, frozenset[Element]], dice: random.Random) -> None:
        super().__init__(asked)
        self.dice = dice

    def __getitem__(self, service: int) -> frozenset[Element]:
        return super().__getitem__(service) | (COST if self.dice.random() < 0.3 else frozenset())


@pytest.fixture
def dice() -> random.Random:
    return random.Random(11)


@pytest.fixture
def city(session: Session, dice: random.Random) -> RandomCity:
    return make_random_city(session, dice, agencies=1, desks=4)


def decide(session: Session, rules: FigureRules, *, today: date, initial: FigureRules) -> None:
    month = f"{today:%Y}-{today.month + 1:02d}"
    command = ChangeFigureRules(month, rules.least_mean, rules.not_experienced, "Ratna")
    change_figure_rules(session, command, today=today, initial=initial)


def publish(session: Session, *, initial: FigureRules) -> list[str]:
    here = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=initial)
    return list(publish_due(session, today=date(2026, 3, 5), circumstances=here, draw=draw))


def body(session: Session, address: str, *, period: str) -> dict[str, Any]:
    found = queries.published(session, address, period=period)
    assert found is not None
    content: dict[str, Any] = json.loads(found.body)
    return content


def test_a_higher_bound_hides_from_its_month_on_and_the_documents_say_since_when(
    session: Session, city: RandomCity, dice: random.Random
) -> None:
    for month in ("2026-01", "2026-02"):
        rate(session, city, month=month, dice=dice, busy=(60,))
    make_ballots(session, city)
    stricter = FigureRules(least_mean=140)
    decide(session, stricter, today=date(2026, 1, 20), initial=FigureRules())

    assert publish(session, initial=FigureRules()) == ["2026-01", "2026-02"]

    before, after = (
        [body(session, f"desks/{desk.code}", period=month)["headline"] for desk in city.desks]
        for month in ("2026-01", "2026-02")
    )
    assert any(figure["value"] for figure in before)
    assert {figure["suppressed"] for figure in after} == {"too_few"}
    assert body(session, "city", period="2026-01")["release"]["settings_since"] is None
    assert body(session, "city", period="2026-02")["release"]["settings_since"] == "2026-02"
    assert list(differences(session, draw=draw)) == []


@pytest.mark.parametrize("skipped_in", [("2026-01",), ("2026-02",), ("2026-01", "2026-02")])
def test_the_linter_reads_each_month_by_its_own_rules_and_waiting_ratings_by_earlier_ones(
    session: Session, city: RandomCity, dice: random.Random, skipped_in: tuple[str, ...]
) -> None:
    """Skipping was possible until January; in February ratings from before are still mixed."""
    asked = dict(city.left_out)
    for month in ("2026-01", "2026-02"):
        city.left_out = SometimesSkipped(asked, dice) if month in skipped_in else asked
        rate(session, city, month=month, dice=dice, busy=(35, 60, 140))
    decide(session, FigureRules(), today=date(2026, 1, 20), initial=SKIPPING)

    assert publish(session, initial=SKIPPING) == ["2026-01", "2026-02"]
