"""All agencies are looked at together, and the city's own hidden count is looked for."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from portal.publication.building import deciding
from portal.publication.building.figures import count_rows
from portal.publication.disclosure_audit import auditor as audit
from portal.publication.disclosure_audit.auditor import Auditor, Exposure
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.exact_sums.cells import Cells, first_cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow
from portal.rating.answers.answers import Channel
from tests.factories.released_city import ReleasedCity, inputs_of, released_city

pytestmark = pytest.mark.slow

MONTH = "2026-01"
AGENCIES = ("agencies/dinas-1", "agencies/dinas-2")
DESK = TargetCount("desks/loket-101", (MONTH,), Group.VERIFIED, 12)
CITY = TargetCount("city", (MONTH,), Group.VERIFIED, 60)


def city_hidden(inputs: ReleaseInputs) -> Cells:
    cells = first_cells(inputs)
    pair = cells["city"]
    cells["city"] = replace(pair, headline=replace(pair.headline, reason=Reason.PROTECTS_ANOTHER))
    return cells


def two_agencies_of_thirty() -> ReleasedCity:
    """Both are shown as 30, which is 30 to 32, so that together they have 60 to 64."""
    counts = {(MONTH, desk, Channel.TICKET): 30 for desk in (101, 201)}
    return released_city(random.Random(1), months=1, agencies=2, desks=1, counts=counts)


def shown(city: ReleasedCity) -> list[str]:
    documents = city.documents[MONTH]
    return [each for each in AGENCIES if documents[each]["headline"]["n"] is not None]


def test_the_hidden_count_of_the_city_is_not_told_by_its_agencies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, "first_cells", city_hidden)

    assert len(shown(two_agencies_of_thirty())) < len(AGENCIES)


def test_it_would_be_where_nobody_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "first_cells", city_hidden)
    monkeypatch.setattr(Auditor, "_together", lambda *_: [])

    assert shown(two_agencies_of_thirty()) == list(AGENCIES)


@pytest.fixture
def auditor(monkeypatch: pytest.MonkeyPatch) -> Auditor:
    """One that finds a desk's count in its agency alone, and the city's in all together."""

    def alone(*_: Any, **__: Any) -> Iterator[Exposure]:
        yield Exposure(DESK, FeasibilityInterval(10, 13))

    monkeypatch.setattr(Auditor, "_in_agency", alone)
    monkeypatch.setattr(
        Auditor, "_together", lambda *_: [Exposure(CITY, FeasibilityInterval(60, 64))]
    )
    return Auditor(inputs_of(two_agencies_of_thirty(), MONTH, before={}, history=[]))


def targets(found: list[Exposure]) -> list[TargetCount]:
    return [each.target for each in found]


def test_looks_at_all_together_where_an_agency_tells_only_what_was_told_before(
    auditor: Auditor,
) -> None:
    before = {DESK: FeasibilityInterval(10, 13)}

    assert targets(auditor.exposures({}, rows=(), agencies=AGENCIES[:1])) == [DESK]
    assert targets(auditor.exposures({}, rows=(), agencies=AGENCIES[:1], before=before)) == [CITY]


def test_what_is_told_more_closely_than_before_is_told(auditor: Auditor) -> None:
    before = {DESK: FeasibilityInterval(9, 13), CITY: FeasibilityInterval(60, 64)}

    assert targets(auditor.exposures({}, rows=(), agencies=AGENCIES[:1], before=before)) == [DESK]


def test_agencies_are_worked_out_again_only_where_something_else_is_said_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    city = released_city(random.Random(4), months=1, agencies=3, desks=2, busy=(12, 45))
    inputs = inputs_of(city, MONTH, before={}, history=[])
    cells = first_cells(inputs)
    solved: list[Any] = []
    monkeypatch.setattr(audit, "narrow_intervals", lambda *asked, **_: solved.append(asked) or {})
    monkeypatch.setattr(Auditor, "_together", lambda *_: [])
    auditor = Auditor(inputs)
    agencies = [f"agencies/dinas-{number}" for number in (1, 2, 3)]

    def solves(rows: tuple[CountRow, ...]) -> int:
        before = len(solved)
        auditor.exposures(cells, rows=rows, agencies=agencies)
        return len(solved) - before

    rows = tuple(each for each in count_rows(inputs, cells, others=()) if each.address != "city")
    desks = [each for each in rows if each.address == "desks/loket-101"]
    assert (solves(rows), solves(rows)) == (3, 0)
    assert solves(tuple(each for each in rows if each not in desks)) == 1
