"""A release that cannot be made safe by hiding single figures goes out without those places."""

import random
from collections.abc import Collection
from typing import Any

import pytest

from portal.publication.building import deciding
from portal.publication.building.deciding import ReleaseDecision
from portal.publication.disclosure_audit.auditor import Auditor, Exposure, PreviousRelease
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.exact_sums.cells import Cells
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.contradictions import ContradictionKind
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow, PublishedConstraint
from tests.factories.released_city import released_city

pytestmark = pytest.mark.slow

CITY = {"agencies": 2, "desks": 4}
DESK = TargetCount("desks/loket-101", ("2026-01",), Group.VERIFIED, 3)
BEFORE: PreviousRelease = {}


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch) -> list[ReleaseDecision]:
    """Every decision of a release, as it is taken."""
    found: list[ReleaseDecision] = []
    decide = deciding.decide

    def watched(inputs: ReleaseInputs) -> ReleaseDecision:
        found.append(decide(inputs))
        return found[-1]

    monkeypatch.setattr("portal.publication.releases.drafting.decide", watched)
    return found


def shown(cells: Cells) -> list[str]:
    return [address for address, pair in cells.items() if pair.headline.is_shown]


def test_what_is_told_although_nothing_tells_it_is_withheld_and_named(
    monkeypatch: pytest.MonkeyPatch, decisions: list[ReleaseDecision]
) -> None:
    def exposures(
        auditor: Auditor,
        cells: Cells,
        *,
        rows: Collection[CountRow],
        before: PreviousRelease = BEFORE,
        **_: Any,
    ) -> list[Exposure]:
        told = Exposure(DESK, FeasibilityInterval(1, 4))
        is_told = cells["agencies/dinas-1"].headline.reason is not Reason.CONTRADICTORY
        return [told] if rows and is_told and told.is_new(before) else []

    monkeypatch.setattr(Auditor, "exposures", exposures)

    released_city(random.Random(117), months=1, **CITY)

    (decision,) = decisions
    assert shown(decision.cells) == []
    assert {each.kind for each in decision.contradictions} == {ContradictionKind.UNCHECKED}
    withheld = {each.address for each in decision.contradictions}
    assert "agencies/dinas-1" in withheld
    assert "agencies/dinas-2" not in withheld


def test_what_earlier_releases_tell_by_themselves_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, decisions: list[ReleaseDecision]
) -> None:
    def exposures(
        _: Auditor, cells: Cells, *, before: PreviousRelease = BEFORE, **__: Any
    ) -> list[Exposure]:
        told = Exposure(DESK, FeasibilityInterval(1, 4))
        return [told] if told.is_new(before) else []

    monkeypatch.setattr(Auditor, "exposures", exposures)

    released_city(random.Random(117), months=1, **CITY)

    (decision,) = decisions
    assert shown(decision.cells)
    assert decision.contradictions == ()


def test_hides_one_figure_after_the_other_for_as_long_as_it_takes(
    monkeypatch: pytest.MonkeyPatch, decisions: list[ReleaseDecision]
) -> None:
    rounds = 0

    def exposures(_: Auditor, cells: Cells, **__: Any) -> list[Exposure]:
        nonlocal rounds
        rounds += 1
        found = sorted(each for each in shown(cells) if each.startswith("desks/"))
        if not found:
            return []
        span = cells[found[0]].headline.span
        said = PublishedConstraint((found[0],), span, Group.VERIFIED, 30, 34)
        return [Exposure(DESK, FeasibilityInterval(1, 4), lambda: (said,))]

    monkeypatch.setattr(Auditor, "exposures", exposures)

    released_city(random.Random(117), months=1, agencies=1, desks=60, busy=(80, 90, 100))

    (decision,) = decisions
    assert rounds > 40
    assert not any(each.startswith("desks/") for each in shown(decision.cells))
    assert decision.contradictions == ()
