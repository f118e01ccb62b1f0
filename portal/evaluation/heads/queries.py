"""Which agency somebody heads on a day, and which level its predicate gives the head."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.rules.levels import (
    ExpectationLevel,
    OrganisationPredicate,
    head_result_level,
)
from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.queries import recorded_predicates
from portal.organisation.people.queries import posts_of


@dataclass(frozen=True, slots=True)
class HeadedOrganisation:
    """The agency that somebody heads, with its predicate of a year.

    :ivar predicate: None while the office has recorded none; only the head's result waits then.
    :ivar decree_number: empty without a predicate.
    """

    agency_id: int
    predicate: AgencyPredicateKind | None = None
    decree_number: str = ""
    decree_date: date | None = None

    @property
    def level(self) -> ExpectationLevel | None:
        """The head's result level; None while there is no predicate.

        Source: SE MenPANRB 3/2023; the translation to levels is local policy.
        """
        if self.predicate is None:
            return None
        return head_result_level(OrganisationPredicate[self.predicate.name])


def headed_organisation(
    session: Session, person_id: int, *, on: date, year: int, until: datetime | None = None
) -> HeadedOrganisation | None:
    """Return the agency whose head somebody is on a day; None for everybody else.

    Who only acts for a head (*Plt*, *Plh*) is judged by the own post.

    :param until: leaves out what was recorded after this moment; None for what counts now.
    """
    agency_id = next(
        (
            each.agency_id
            for each in posts_of(session, {person_id})
            if each.is_head
            and each.unit_id is None
            and each.kind == "definitive"
            and each.starts_on <= on
            and (each.ends_on is None or on <= each.ends_on)
        ),
        None,
    )
    if agency_id is None:
        return None
    for each in recorded_predicates(session, agency_id):
        is_known = until is None or each.recorded_at <= until
        if each.term == Term(year) and is_known:
            return HeadedOrganisation(
                agency_id, each.predicate, each.decree_number, each.decree_date
            )
    return HeadedOrganisation(agency_id)
