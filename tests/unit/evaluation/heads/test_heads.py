"""What an organisation's predicate makes of its head's result."""

import pytest

from portal.evaluation.heads.queries import HeadedOrganisation
from portal.evaluation.rules.levels import ExpectationLevel, OrganisationPredicate
from portal.organisation.agency_results.domain import AgencyPredicateKind


@pytest.mark.parametrize(
    ("predicate", "level"),
    [
        (AgencyPredicateKind.EXCELLENT, ExpectationLevel.ABOVE),
        (AgencyPredicateKind.GOOD, ExpectationLevel.MEETS),
        (AgencyPredicateKind.NEEDS_IMPROVEMENT, ExpectationLevel.BELOW),
        (AgencyPredicateKind.VERY_POOR, ExpectationLevel.BELOW),
        (None, None),
    ],
)
def test_a_head_has_the_level_of_the_organisation_and_none_without_a_predicate(
    predicate: AgencyPredicateKind | None, level: ExpectationLevel | None
) -> None:
    assert HeadedOrganisation(1, predicate).level == level


def test_what_is_recorded_and_what_the_rules_know_are_the_same_predicates() -> None:
    recorded = {each.name for each in AgencyPredicateKind}

    assert recorded == {each.name for each in OrganisationPredicate}
