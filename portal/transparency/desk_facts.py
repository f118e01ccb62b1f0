"""What a desk's page says beside its figures: when it is open and where to rate it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.places.queries import opening_hours
from portal.organisation.posters.desk_queries import desk_in_brief


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """A desk in everyday use; ``rate_url`` opens the form without proof of a visit."""

    code: str
    name: str
    agency_code: str
    agency_name: str
    unit_name: str | None
    hours: tuple[OpeningSpan, ...]
    is_retired: bool
    rate_url: str


def desk_facts(session: Session, code: str, *, on: date) -> DeskFacts | None:
    """Return the facts of the desk with the public ``code``, or None when there is none."""
    desk = desk_in_brief(session, code, on=on)
    if desk is None:
        return None
    return DeskFacts(
        code=desk.code,
        name=desk.name,
        agency_code=desk.agency_code,
        agency_name=desk.agency_name,
        unit_name=desk.unit_name,
        hours=opening_hours(session, desk.id),
        is_retired=desk.is_retired(on),
        rate_url=f"/r/{desk.code}",
    )
