"""Whoever has all months and the revision of their year brackets no hidden count more closely.

Whole numbers, from the JSON alone: months, quarters and years, before and after the revision
together, and exclusions as they are published. What a revision leaves unsaid tells nothing.
"""

import random
from collections.abc import Collection, Iterator

import pytest

from portal.publication.disclosure_audit import batch_agencies
from portal.publication.disclosure_audit.auditor import Exposure
from portal.publication.disclosure_audit.published_constraints import constraints_of_rows
from portal.publication.disclosure_audit.truth import Truth
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.known_figures import CountRow, PublishedConstraint
from portal.publication.revising import disclosure_audit as auditing
from portal.publication.revising import whole_readers
from portal.publication.revising.cells import Candidates
from portal.publication.revising.disclosure_audit import RevisionAuditor
from portal.publication.revising.whole_readers import WholeReader
from tests.attacks import Attack, Told
from tests.factories.mixed_city import Plan
from tests.factories.revised_mixed_city import (
    RevisedMixedCity,
    hidden_by_revision,
    revised_mixed_city,
    revised_truth,
    revised_unknowns,
    told_by_revision,
)

pytestmark = pytest.mark.slow

# Cities in which an earlier audit of revisions let counts be told come first.
PLANS = (
    Plan(2, agencies=2, desks=3, months=3, since=9),
    Plan(6, agencies=3, desks=2, months=2, since=10, has_small_services=False),
    Plan(1, agencies=1, desks=4, months=3, since=9),
    Plan(3, agencies=1, desks=3, months=4, since=8),
    Plan(5, agencies=1, desks=5, months=2, since=10),
)
ATTACKED = 12
# All that was taken out was for one service, which nobody knew but by the year's silence.
OF_ONE_SERVICE = Plan(1824069726, agencies=2, desks=2, months=2, since=10, has_small_services=False)

# Readers who knew that there were batches, and not which, bracketed what those who knew every batch
# had known before, and those who knew of none never learned: the city's November, what was taken
# out of a year, a December of which nothing was taken out.
KNOWS_OF_BATCHES = (
    Plan(1760699801, agencies=2, desks=3, months=3, since=9),
    Plan(846804535, agencies=2, desks=2, months=2, since=10, has_small_services=False),
    Plan(1916038200, agencies=2, desks=3, months=2, since=10, has_small_services=False),
    Plan(367835738, agencies=1, desks=4, months=2, since=10),
)

# What is left of the city's December was told, though of no agency's.
OF_THE_CITY = Plan(1429846420, agencies=2, desks=3, months=2, since=10, has_small_services=False)


def newly_told(
    city: RevisedMixedCity, *, at: str = "", is_everywhere: bool = False
) -> Iterator[tuple[Told, tuple[int, int]]]:
    """Give what months and revision tell together, with what the months alone had told.

    A revision that shows nothing is never published.

    :param at: a place (address) whose counts are attacked; of all places some where empty.
    :param is_everywhere: whether all counts of all places are attacked.
    """
    assert city.draft is not None
    if not city.draft.revised:
        return
    unknowns = revised_unknowns(city)
    months = city.released.documents
    truth = revised_truth(city, unknowns)
    both = Attack(unknowns, months, also=told_by_revision(city), truth=truth)
    alone = Attack(unknowns, months, truth=truth)
    hidden = list(hidden_by_revision(city, unknowns))
    attacked = len(hidden) if is_everywhere else min(ATTACKED, len(hidden))
    some = random.Random(0).sample(hidden, attacked)
    chosen = [each for each in hidden if each[0].addresses == (at,)] if at else some
    for told in both.told(chosen):
        before = alone.interval(told.count)
        if before != (told.lower, told.upper):
            yield told, before


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"seed {plan.seed}")
def test_a_revision_tells_no_count_that_months_kept(plan: Plan) -> None:
    city = revised_mixed_city(plan)

    assert city.draft is not None
    assert city.draft.revised
    assert list(newly_told(city)) == []


@pytest.mark.parametrize("plan", KNOWS_OF_BATCHES, ids=lambda plan: f"seed {plan.seed}")
def test_a_revision_tells_nothing_to_who_knows_that_there_are_batches(plan: Plan) -> None:
    city = revised_mixed_city(plan)

    assert city.draft is not None
    assert city.draft.revised
    assert list(newly_told(city, is_everywhere=True)) == []


@pytest.mark.parametrize("plan", KNOWS_OF_BATCHES, ids=lambda plan: f"seed {plan.seed}")
def test_as_a_large_city_is_looked_at_nothing_is_told_either(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, a look goes no further than one agency while all others are as they truly are."""
    monkeypatch.setattr(whole_readers, "MOST_GROUPS", 0)
    monkeypatch.setattr(batch_agencies, "MOST_AT_ONCE", 0)

    assert list(newly_told(revised_mixed_city(plan), is_everywhere=True)) == []


def test_who_knows_that_there_are_batches_learns_more_where_the_audit_does_not_ask_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(WholeReader, "newly_told", lambda *_: iter(()))

    for plan in KNOWS_OF_BATCHES[1:3]:
        assert any(newly_told(revised_mixed_city(plan), is_everywhere=True)), plan


def test_a_place_is_left_unnamed_before_a_figure_has_to_be_hidden() -> None:
    city = revised_mixed_city(KNOWS_OF_BATCHES[1])

    assert city.draft is not None
    assert city.draft.revised
    named = {each["place"]["address"] for each in city.documents["revisions/2026"]["left_out"]}
    assert named < city.draft.left_out.keys()


def test_a_revision_does_not_tell_which_service_the_ratings_taken_out_were_for() -> None:
    assert list(newly_told(revised_mixed_city(OF_ONE_SERVICE), at="services/layanan-21")) == []


def test_a_revision_does_not_tell_what_is_left_of_the_citys_month() -> None:
    assert list(newly_told(revised_mixed_city(OF_THE_CITY), at="city")) == []


def blind_to_batches(
    inputs: ReleaseInputs, rows: Collection[CountRow], *, truth: Truth
) -> tuple[PublishedConstraint, ...]:
    return truth.fitted(constraints_of_rows(inputs, rows))


@pytest.mark.parametrize("is_audited", [False, True])
def test_the_same_attack_finds_what_no_or_a_blind_audit_lets_through(
    monkeypatch: pytest.MonkeyPatch, *, is_audited: bool
) -> None:
    strict = RevisionAuditor.exposures

    def leaky(auditor: RevisionAuditor, found: Candidates) -> list[Exposure]:
        auditor.lenient = {"agencies/dinas-1", "agencies/dinas-2"}
        return strict(auditor, found) if is_audited else []

    monkeypatch.setattr(RevisionAuditor, "exposures", leaky)
    monkeypatch.setattr(auditing, "known_to_readers", blind_to_batches)
    monkeypatch.setattr(WholeReader, "newly_told", lambda *_: iter(()))

    assert any(newly_told(revised_mixed_city(PLANS[0]), at="desks/loket-102"))
