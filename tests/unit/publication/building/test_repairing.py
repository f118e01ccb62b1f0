"""What is hidden next: as little as can be, and the city's own figure last."""

import random

import pytest

from portal.publication.building.protection import hide_more
from portal.publication.disclosure_audit.auditor import Exposure
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.exact_sums.cells import Cells, first_cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.known_figures import PublishedConstraint
from portal.rating.answers.answers import Channel
from portal.time.months import MonthRange
from tests.factories.released_city import inputs_of, released_city

pytestmark = pytest.mark.slow

MONTH = "2026-01"
SPAN = MonthRange(MONTH, MONTH)


@pytest.fixture
def inputs() -> ReleaseInputs:
    """Two agencies with a desk of 60 answers, which is shown, and one of 20, which is not."""
    counts = {
        (MONTH, desk, Channel.TICKET): n for desk, n in ((101, 60), (102, 20), (201, 60), (202, 20))
    }
    city = released_city(random.Random(1), months=1, agencies=2, desks=2, counts=counts)
    return inputs_of(city, MONTH, before={}, history=[])


def told(address: str, *, by: tuple[str, ...]) -> Exposure:
    said = tuple(PublishedConstraint((each,), SPAN, Group.VERIFIED, 30, 34) for each in by)
    target = TargetCount(address, (MONTH,), Group.VERIFIED, 3)
    return Exposure(target, FeasibilityInterval(1, 4), lambda: said)


def hidden(cells: Cells) -> set[str]:
    return {address for address, pair in cells.items() if not pair.headline.is_shown}


def test_what_was_told_by_a_figure_that_is_hidden_for_another_waits(inputs: ReleaseInputs) -> None:
    cells = first_cells(inputs)
    before = hidden(cells)
    found = [
        told("desks/loket-102", by=("desks/loket-101", "city")),
        told("desks/loket-202", by=("desks/loket-101", "city")),
    ]

    assert hide_more(inputs, cells, found=found)
    assert hidden(cells) - before == {"desks/loket-101"}


def test_the_city_is_hidden_after_everything_else(inputs: ReleaseInputs) -> None:
    cells = first_cells(inputs)
    order = []

    for _ in range(len(cells)):
        before = hidden(cells)
        if not hide_more(inputs, cells, found=[told("desks/loket-101", by=("city",))]):
            break
        order.append(hidden(cells) - before)

    assert order[0] == {"desks/loket-101"}
    assert order[-1] == {"city"}
    assert "agencies/dinas-1" in set().union(*order)
