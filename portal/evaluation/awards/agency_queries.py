"""How many people of an agency could be meant where a winner is not named."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import Scheme
from portal.evaluation.awards.eligibility_queries import facts_of_people
from portal.evaluation.rules.award_eligibility import eligibility, is_eligible
from portal.evaluation.rules.award_years import needed_hours
from portal.evaluation.rules.awards import LEAST_ELIGIBLE_TO_NAME_AGENCY
from portal.organisation.people.civil_servants import evaluated_people


def may_say_agency(session: Session, agency_id: int | None, *, scheme: Scheme, on: date) -> bool:
    """Return whether the agency of a winner without a name may be said: 20 could be meant.

    Hours, integrity and citizens' figures are taken as met for everybody: whoever knows an agency
    from outside knows predicates and posts at the most, and none of these three.
    """
    if agency_id is None:
        return False
    rules = scheme.fields.rules
    people = evaluated_people(session, on=on, agency_id=agency_id)
    facts = facts_of_people(session, people, year=scheme.fields.year)
    possible = [
        replace(
            each, hours=needed_hours(each.away, year=each.year, hours=rules.hours), integrity=True
        )
        for each in facts.values()
    ]
    count = sum(is_eligible(eligibility(each, rules=rules)) for each in possible)
    return count >= LEAST_ELIGIBLE_TO_NAME_AGENCY
