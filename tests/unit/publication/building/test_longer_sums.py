"""What a longer figure tells beside earlier estimates: each is taken for its exact sum."""

import random
from typing import Any

import pytest

from portal.publication.building.longer_shared_sums import WorkedOut
from portal.publication.building.longer_sums import told_sums
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow
from portal.rating.answers.answers import Channel
from portal.time.months import MonthRange
from tests.factories.released_city import inputs_of, released_city

pytestmark = pytest.mark.slow

QUARTER = MonthRange("2026-10", "2026-12")
OCTOBER, NOVEMBER = (MonthRange(month, month) for month in QUARTER.months[:2])
AGENCY, ALONE, SHARED = "agencies/dinas-1", "desks/loket-101", "desks/loket-102"
# Who is known from October on, the few of November, and whom one officer served in December.
COUNTS = {
    ("2026-10", 102, Channel.TICKET): 40,
    ("2026-11", 102, Channel.TICKET): 12,
    ("2026-12", 101, Channel.TICKET): 15,
}


def row(address: str, span: MonthRange, n: int | None, **more: Any) -> CountRow:
    group = Group.ALL if n is None else Group.VERIFIED
    reason = Reason.TOO_FEW if n is None else None
    return CountRow(address, span, group, n, reason, **more)


def quarter_beside(*history: CountRow) -> tuple[ReleaseInputs, list[CountRow]]:
    city = released_city(random.Random(1), agencies=1, desks=2, counts=COUNTS)
    city.postings[101] = frozenset({99})
    inputs = inputs_of(city, QUARTER.last, before={}, history=list(history))
    return inputs, [row(AGENCY, QUARTER, 65)]


@pytest.mark.parametrize("has_estimate", [False, True])
def test_a_quarter_less_a_month_and_an_estimate_is_one_persons(*, has_estimate: bool) -> None:
    inputs, draft = quarter_beside(
        row(AGENCY, OCTOBER, 40), row(SHARED, NOVEMBER, None, has_estimate=has_estimate)
    )

    told = told_sums(inputs, inputs.history, draft=draft, agencies=[AGENCY], worked_out=WorkedOut())

    assert (ALONE in {each.address for each in told}) is has_estimate
    assert all(each.takes.keys() == {(AGENCY, QUARTER, Group.VERIFIED)} for each in told)
