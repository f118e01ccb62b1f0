"""Winners as the public reads them: a name by consent, else no more than is safe."""

from dataclasses import dataclass

from portal.evaluation.awards.domain import Scheme
from portal.evaluation.recognition.queries import awards_of
from portal.organisation.people import queries as people
from portal.organisation.places.queries import agencies_in_service
from portal.web.extensions import db, today


@dataclass(frozen=True, slots=True)
class PublicWinner:
    """A winner as everybody reads it.

    :ivar name: None without consent.
    :ivar agency: of a winner without a name, where it gives nobody away; else None.
    """

    name: str | None
    agency: str | None


def public_winners(scheme: Scheme) -> tuple[PublicWinner, ...]:
    """Return the winners of a scheme that was announced: named ones by place, then the others.

    Who is not named stands at no place, so that the order tells nothing; where the name was
    public before, the agency is not said either. An award that was taken back looks like one
    whose winner took back the consent: whoever watches the list cannot tell which it was.
    """
    session = db.session()
    awards = awards_of(session, scheme.id)
    names = people.persons(session, {each.person_id for each in awards if each.is_named})
    agencies = agencies_in_service(session, on=today())
    named = [PublicWinner(names[each.person_id].name, None) for each in awards if each.is_named]
    others = [
        PublicWinner(None, agencies.get(each.agency_id or 0) if each.says_agency else None)
        for each in awards
        if not each.is_named
    ]
    return (*named, *sorted(others, key=lambda winner: winner.agency or ""))
