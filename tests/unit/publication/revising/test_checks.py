"""What is hidden when a revision would tell too much: as little as can be, and never nothing."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from portal.publication.disclosure_audit.auditor import Exposure
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow
from portal.publication.revising import deciding
from portal.publication.revising.cells import Candidates
from portal.publication.revising.disclosure_audit import RevisionAuditor
from portal.publication.revising.knowledge import told_by_exclusions, told_by_silence
from portal.rating.answers.answers import Channel
from portal.time.months import MonthRange
from tests.factories.released_city import Counts, Rating, released_city
from tests.factories.revised_city import RevisedCity, revise, revision_inputs
from tests.unit.publication.revising.test_attack import newly_told

pytestmark = pytest.mark.slow

DECEMBER = "2026-12"
BUSY = {
    (month, desk, Channel.TICKET): 60 + 10 * (desk % 100)
    for month in ("2026-10", "2026-11", DECEMBER)
    for desk in (102, 103, 104)
}


def city_of(counts: Counts, *, excluded: Sequence[Channel] = (), paper: int = 0) -> RevisedCity:
    """Make a city where desk 101 has ``counts`` in December, and change that afterwards."""
    released = released_city(random.Random(1), desks=4, counts={**BUSY, **counts})
    service = min(released.catalogue.desks[101].service_ids)
    left_out = released.catalogue.services[service].left_out
    answers = {each: 3 for each in released.ratings[0].answers if each not in left_out}
    return RevisedCity(
        released,
        paper=[Rating(DECEMBER, 101, service, Channel.PAPER, answers)] * paper,
        excluded=[(101, channel, DECEMBER) for channel in excluded],
    )


def narrow() -> RevisedCity:
    """31 or so ratings in a month, of which 20 are taken out: rounding leaves four between."""
    counts = {(DECEMBER, 101, Channel.TICKET): 20, (DECEMBER, 101, Channel.PRESENCE): 12}
    return city_of(counts, excluded=[Channel.TICKET])


def test_a_desk_whose_thresholds_would_tell_what_was_taken_out_keeps_its_figures() -> None:
    city = revise(narrow())

    assert city.draft is not None
    assert city.draft.left_out["desks/loket-101"] is Reason.PROTECTS_ANOTHER
    assert newly_told(city) == {}


def test_where_the_desk_is_busier_all_others_are_revised() -> None:
    counts = {(DECEMBER, 101, Channel.TICKET): 30, (DECEMBER, 101, Channel.PRESENCE): 40}
    city = revise(city_of(counts, excluded=[Channel.TICKET]))

    assert city.draft is not None
    assert city.draft.left_out == {"desks/loket-101": Reason.PROTECTS_ANOTHER}
    assert {"city", "agencies/dinas-1"} <= set(city.draft.revised)
    assert newly_told(city) == {}


def test_without_the_linear_programme_the_same_desk_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RevisionAuditor, "exposures", lambda *_: [])

    told = newly_told(revise(narrow()))

    assert ("desks/loket-101", "year", "verified_out") in told


def test_a_desk_with_too_few_in_the_whole_year_is_left_out_for_that() -> None:
    city = revise(city_of({(DECEMBER, 101, Channel.TICKET): 8}, paper=20))

    assert city.draft is not None
    assert city.draft.left_out["desks/loket-101"] is Reason.FOLDED
    assert newly_told(city) == {}


def test_paper_alone_is_shown_where_the_year_may_not_be() -> None:
    counts = {
        (DECEMBER, 101, Channel.TICKET): 40,
        (DECEMBER, 101, Channel.PRESENCE): 6,
    }
    city = revise(city_of(counts, excluded=[Channel.PRESENCE], paper=40))

    said = city.documents["revisions/2026/desks/loket-101"]["figures"]
    assert said["headline"]["suppressed"] == "protects_another"
    assert said["paper"]["n"] == 40


class Insatiable:
    """Finds one count exposed for ever, and remembers what was still shown each time."""

    def __init__(self) -> None:
        self.shown: list[set[str]] = []
        self.lenient: set[str] = set()

    def exposures(self, found: Candidates) -> list[Exposure]:
        self.shown.append({address for address, each in found.items() if each.is_revised})
        target = TargetCount("desks/loket-101", (DECEMBER,), Group.VERIFIED, 20)
        return [Exposure(target, FeasibilityInterval(18, 22))]


def test_hides_the_exposed_place_first_then_its_agency_and_the_city_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    auditor = Insatiable()
    monkeypatch.setattr(deciding, "RevisionAuditor", lambda _: auditor)
    monkeypatch.setattr(deciding, "suppress_secondary", lambda *_: None)
    inputs = revision_inputs(city_of({(DECEMBER, 101, Channel.TICKET): 60}, paper=40))

    with pytest.raises(deciding.CannotProtect, match="nothing is left to hide for desks/loket-101"):
        deciding.decide(inputs)

    gone = [min(before - after) for before, after in pairs(auditor.shown) if before - after]
    assert gone[0] == "desks/loket-101"
    assert gone[-1] == "city"
    assert auditor.shown[-1] == set()
    # Before giving up, it was asked once more for the five units alone.
    assert auditor.lenient == {"agencies/dinas-1"}
    assert auditor.shown[-2] == set()


def pairs(shown: list[set[str]]) -> list[tuple[set[str], set[str]]]:
    return list(pairwise(shown))


def test_where_nothing_is_hidden_nothing_has_to_be_hidden() -> None:
    city = revise(city_of({(DECEMBER, 101, Channel.TICKET): 60}, paper=40))

    assert city.draft is not None
    assert city.draft.left_out == {}
    assert "desks/loket-101" in city.draft.revised


@pytest.mark.parametrize(
    ("first", "silent"), [("2026-01", None), ("2026-02", "2026-01"), ("2026-10", "2026-01/2026-09")]
)
def test_readers_know_that_nobody_rated_before_the_first_release(
    first: str, silent: str | None
) -> None:
    inputs = revision_inputs(city_of({}, paper=40))
    row = CountRow("city", MonthRange(first, first), Group.VERIFIED, 100, None)
    begun = replace(inputs, revised=replace(inputs.revised, history=(row,)))

    said = [str(each.span) for each in told_by_silence(begun)]

    assert said == ([silent] if silent else [])


def test_an_exclusion_of_paper_tells_nothing_of_months() -> None:
    inputs = revision_inputs(city_of({}, excluded=[Channel.PAPER], paper=40))

    assert list(told_by_exclusions(inputs)) == []
    assert inputs.revised.archive.count("city", months=inputs.months, group=Group.PAPER) == 0
