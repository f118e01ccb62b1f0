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
from portal.organisation.agency_results.queries import predicates_of_year, recorded_predicates
from portal.organisation.people.civil_servants import heads_on
from portal.organisation.people.queries import persons, posts_of


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


@dataclass(frozen=True, slots=True)
class WaitingHead:
    """Somebody whose result waits until the agency's predicate of the year is recorded."""

    person_id: int
    name: str
    agency_id: int


def heads_waiting(session: Session, *, year: int, on: date) -> tuple[WaitingHead, ...]:
    """Return who heads an agency on a day of which no predicate of the year is recorded, by name.

    :param on: the last day of the year's cycle, by which a whole year is judged.
    """
    known = {each for each, terms in predicates_of_year(session, year).items() if None in terms}
    held = {
        (each.person_id, each.agency_id)
        for each in heads_on(session, on=on)
        if each.unit_id is None and each.agency_id not in known
    }
    names = persons(session, {person for person, _ in held})
    waiting = (WaitingHead(person, names[person].name, agency) for person, agency in held)
    return tuple(
        sorted(
            (each for each in waiting if _heads(session, each, on=on)),
            key=lambda each: (each.name.casefold(), each.person_id),
        )
    )


def _heads(session: Session, head: WaitingHead, *, on: date) -> bool:
    """Return whether somebody heads the agency in a post of their own, not for another one."""
    found = headed_organisation(session, head.person_id, on=on, year=on.year)
    return found is not None and found.agency_id == head.agency_id
