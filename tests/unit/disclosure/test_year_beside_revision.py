"""A whole desk is taken out of a year whose profile is published: no hidden count is told.

The reader has the months, with their pools, the revision of the year, and how many people said
who they are: every single one does here, so that the profile's number is the year's. Whole
numbers, from the JSON alone.
"""

from collections.abc import Iterator

import pytest

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
from tests.factories.yearly_city import says_who_answered, told_by_profiles

pytestmark = pytest.mark.slow

PLANS = (
    Plan(1, agencies=1, desks=3, months=2, since=10, has_small_services=False),
    Plan(3, agencies=1, desks=3, months=2, since=10, has_small_services=False),
    Plan(5, agencies=2, desks=4, months=3, since=9, has_small_services=False),
    Plan(6, agencies=2, desks=3, months=2, since=10),
    Plan(11, agencies=2, desks=3, months=3, since=9, has_small_services=False),
    Plan(17, agencies=2, desks=3, months=3, since=9, has_small_services=False),
    Plan(19, agencies=1, desks=4, months=2, since=10, has_small_services=False),
    Plan(21, agencies=2, desks=4, months=2, since=10, has_small_services=False),
    Plan(27, agencies=2, desks=3, months=3, since=9, has_small_services=False),
    Plan(29, agencies=2, desks=4, months=2, since=10, has_small_services=False),
)


def city_of(plan: Plan) -> RevisedMixedCity:
    return revised_mixed_city(plan, enrich=says_who_answered(left_out=0), takes_a_desk_out=True)


def newly_told(city: RevisedMixedCity, *, is_exact: bool = False) -> Iterator[Told]:
    """Give the counts that profile and revision tell, closer than the months did."""
    unknowns = revised_unknowns(city)
    truth = revised_truth(city, unknowns)
    months = city.released.documents
    also = [*told_by_revision(city), *told_by_profiles(city.released, is_exact=is_exact)]
    both = Attack(unknowns, months, also=also, truth=truth)
    alone = Attack(unknowns, months, truth=truth)
    for told in both.told(hidden_by_revision(city, unknowns)):
        if alone.interval(told.count) != (told.lower, told.upper):
            yield told


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"seed {plan.seed}")
def test_a_desk_that_was_taken_out_whole_tells_no_hidden_count(plan: Plan) -> None:
    city = city_of(plan)

    assert city.draft is not None
    assert city.draft.revised
    assert len({desk for desk, _, _ in city.excluded}) == 1
    assert list(newly_told(city)) == []


def test_the_cities_have_profiles_and_pools() -> None:
    city = city_of(PLANS[2]).released

    columns = city.documents["2026-12"]["data/figures"]["columns"]
    rows = [row for each in city.documents.values() for row in each["data/figures"]["rows"]]
    assert any(row[columns.index("members")] for row in rows)
    assert any(True for _ in told_by_profiles(city))


def test_the_same_reader_tells_counts_from_a_profile_to_the_person() -> None:
    assert any(newly_told(city_of(PLANS[6]), is_exact=True))


def test_the_same_reader_tells_counts_of_a_revision_that_nobody_audits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RevisionAuditor, "exposures", lambda *_: [])
    monkeypatch.setattr(WholeReader, "newly_told", lambda *_: iter(()))

    assert any(told for plan in PLANS[:3] for told in newly_told(city_of(plan)))
