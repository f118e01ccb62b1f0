"""Longer figures are hidden one after the other, never in vain, and shown again where they can."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from portal.publication.building import longer_deciding as deciding
from portal.publication.building import longer_restoring as restoring
from portal.publication.building.longer_cells import Longer
from portal.publication.building.longer_sums import Told
from portal.publication.disclosure_audit.auditor import Auditor, Exposure, PreviousRelease
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.exact_sums.cells import Cells
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.known_figures import PublishedConstraint
from portal.time.months import MonthRange
from tests.factories.released_city import ReleasedCity, released_city

pytestmark = pytest.mark.slow

QUARTER = MonthRange("2026-10", "2026-12")
NEVER: PreviousRelease = {}
NONE: Longer = {}
TOLD = FeasibilityInterval(1, 4)
# What a look finds, from the desks that show the quarter in a draft.
Look = Callable[[list[str]], Iterator[Exposure]]


def desks_with_a_quarter(longer: Longer) -> list[str]:
    return sorted(
        address
        for address, pairs in longer.items()
        if address.startswith("desks/") and QUARTER in pairs and pairs[QUARTER].headline.is_shown
    )


def told_of(address: str) -> TargetCount:
    return TargetCount(address, QUARTER.months, Group.OPEN, 3)


def telling(address: str) -> tuple[PublishedConstraint, ...]:
    return (PublishedConstraint((address,), QUARTER, Group.VERIFIED, 30, 34),)


def released(
    monkeypatch: pytest.MonkeyPatch, look: Look, *, again: Sequence[Told] = ()
) -> ReleasedCity:
    """Release a quarter in which looks for what longer figures tell find what they are told to.

    :param again: the sums that follow from whatever is shown again.
    """

    def exposures(
        _: Auditor,
        __: Cells,
        *,
        longer: Longer = NONE,
        before: PreviousRelease = NEVER,
        **___: Any,
    ) -> list[Exposure]:
        found = look(desks_with_a_quarter(longer)) if longer else ()
        return [each for each in found if each.is_new(before)]

    monkeypatch.setattr(Auditor, "exposures", exposures)
    monkeypatch.setattr(deciding, "told_sums", lambda *_, **__: [])
    monkeypatch.setattr(restoring, "told_sums", lambda *_, **__: list(again))
    return released_city(random.Random(117), agencies=1, desks=6, busy=(60, 70))


def shown(city: ReleasedCity) -> set[str]:
    """Return the places that show the quarter."""
    return {
        address
        for address, document in city.documents[QUARTER.last].items()
        if "headline" in document
        for each in document["closed"]
        if each["kind"] == "quarter" and each["figure"]["n"] is not None
    }


def test_what_months_tell_of_a_hidden_quarter_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = shown(released(monkeypatch, lambda _: iter(())))
    first, second, *_ = sorted(each for each in everything if each.startswith("desks/"))

    def look(desks: list[str]) -> Iterator[Exposure]:
        if first in desks:
            yield Exposure(told_of(second), TOLD, lambda: telling(first))
        else:
            # As months tell it, whatever else is hidden.
            yield Exposure(told_of(first), TOLD)

    assert everything - shown(released(monkeypatch, look)) == {first}


def test_hides_one_longer_figure_of_an_agency_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = shown(released(monkeypatch, lambda _: iter(())))
    first, second, third, fourth, *_ = sorted(
        each for each in everything if each.startswith("desks/")
    )

    # What was hidden needlessly would be shown again.
    monkeypatch.setattr(deciding, "shown_again", lambda _, longer, **__: longer)

    def look(desks: list[str]) -> Iterator[Exposure]:
        # Without either of two figures, both of the counts that they tell are open.
        if {first, second} <= set(desks):
            yield Exposure(told_of(third), TOLD, lambda: telling(first))
            yield Exposure(told_of(fourth), TOLD, lambda: telling(second))

    assert everything - shown(released(monkeypatch, look)) == {first}


@pytest.mark.parametrize("is_sum_told", [False, True])
def test_shows_again_what_was_hidden_before_another_where_it_tells_nothing_now(
    monkeypatch: pytest.MonkeyPatch, *, is_sum_told: bool
) -> None:
    everything = shown(released(monkeypatch, lambda _: iter(())))
    first, second, third, *_ = sorted(each for each in everything if each.startswith("desks/"))

    def look(desks: list[str]) -> Iterator[Exposure]:
        if {first, second} <= set(desks):
            yield Exposure(told_of(third), TOLD, lambda: telling(first))
        elif second in desks:
            yield Exposure(told_of(third), TOLD, lambda: telling(second))

    again = [Told(third, {(first, QUARTER, Group.VERIFIED): 1.0})] if is_sum_told else []
    hidden = everything - shown(released(monkeypatch, look, again=again))

    assert hidden == ({first, second} if is_sum_told else {second})
