"""What the page of a small unit leaves out: shares of predicates, and the guide beside them."""

from types import SimpleNamespace
from typing import cast

import pytest

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.yearly.unit_pages import UnitView
from portal.organisation.people.civil_servants import HeldUnit


@pytest.mark.parametrize(("count", "told"), [(3, {}), (9, {}), (10, {Predicate.GOOD: 10})])
def test_a_unit_of_three_has_no_shares_and_no_guide(count: int, told: dict[Predicate, int]) -> None:
    good = cast(Yearly, SimpleNamespace(predicate=Predicate.GOOD))
    people = tuple(range(1, count + 1))
    cycle = cast(Cycle, SimpleNamespace(id=1))
    view = UnitView(0, HeldUnit(0, 1, None), cycle, people, dict.fromkeys(people, good))

    assert view.shares() == told
