"""A nominee's rules as pages show them: frozen, or as they are now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.evaluation.awards.domain import Scheme, SchemeNominee
from portal.evaluation.awards.eligibility_queries import (
    facts_of_people,
    known_year,
    with_records,
)
from portal.evaluation.awards.nominee_queries import records_of, texts_of
from portal.evaluation.rules.award_eligibility import RuleOutcome, eligibility, is_eligible
from portal.web.extensions import db, vault

Told = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CheckedNominee:
    """A nominee's rules as they are now, or as they were frozen."""

    outcomes: Told
    is_eligible: bool
    work_result: Fraction


def checked(scheme: Scheme, nominee: SchemeNominee) -> CheckedNominee:
    """Return what came of a nominee's rules, frozen or as it is now."""
    session = db.session()
    outcomes, work_result = texts_of(session, nominee.id)
    if outcomes is not None and work_result is not None:
        said = json.loads(vault().unlock(outcomes))
        is_met = all(each["outcome"] == "met" for each in said)
        return CheckedNominee(said, is_met, Fraction(vault().unlock(work_result)))
    return checked_now(scheme, nominee)


def checked_now(scheme: Scheme, nominee: SchemeNominee) -> CheckedNominee:
    """Return what comes of a nominee's rules by what is known now."""
    session, year, person = db.session(), scheme.fields.year, nominee.person_id
    known = known_year(session, person, year=year, vault=vault())
    facts = facts_of_people(session, {person}, year=year, citizens=known.citizens)[person]
    found = eligibility(
        with_records(facts, records_of(session, {nominee.id})), rules=scheme.fields.rules
    )
    return CheckedNominee(told(found), is_eligible(found), known.work_result)


def told(outcomes: Sequence[RuleOutcome]) -> Told:
    """Return outcomes in the shape in which they are kept: plain words, numbers and days."""
    plain = [
        {"rule": each.rule, "outcome": each.outcome, "found": dict(each.found)} for each in outcomes
    ]
    found: Told = json.loads(json.dumps(plain, default=str))
    return found
