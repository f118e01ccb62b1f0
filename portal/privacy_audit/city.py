"""The made-up city of the trial: desks, services, officers and the tickets handed out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import SystemRandom

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.organisation.importing import service as importing_service
from portal.organisation.people.officer_queries import officers_by_desk_and_period
from portal.organisation.places.catalogue import Desk
from portal.organisation.places.catalogue_queries import catalogue
from portal.privacy_audit.visitors import BUSY_DESKS, NOT_ASKED, OFFICERS_PER_DESK, Visitor
from portal.rating.answers.answers import Channel
from portal.rating.answers.checking import Terms
from portal.rating.answers.service import terms_of_desk
from portal.rating.mixing.inbox_models import Ticket
from portal.storage.database import begin_write
from portal.survey.elements import FigureRules

# The second night is the last of its month, when small services are mixed together.
FIRST_DAY = date(2026, 3, 30)
TIMEZONE = "Asia/Jakarta"
EXPIRES_ON = date(2026, 4, 30)
HEADER = (
    "kind,code,name,category,agency,services,left_out,badge_name,badge_number,officer,desk,"
    "starts_on"
)


@dataclass(frozen=True, slots=True)
class City:
    """Identifiers in the scratch database, by the places that visitors name."""

    desks: Sequence[Desk]
    service_ids: Sequence[int]
    officer_ids: Sequence[int]
    terms: Mapping[int, Terms]


def found_city(session: Session) -> City:
    """Write the city's desks, services, officers and postings."""
    importing_service.import_file(session, _file().encode(), today=FIRST_DAY)
    places = catalogue(session, on=FIRST_DAY)
    served = officers_by_desk_and_period(session, f"{FIRST_DAY:%Y-%m}")
    desks = list(places.desks.values())
    services = sorted(places.services.values(), key=lambda service: service.code)
    city = City(
        desks=desks,
        service_ids=[service.id for service in services],
        officer_ids=[officer for desk in desks for officer in sorted(served[desk.id])],
        terms={desk.id: terms_of_desk(session, desk.id, initial=FigureRules()) for desk in desks},
    )
    session.commit()
    return city


def _file() -> str:
    services = [f"layanan-{number}" for number in range(len(NOT_ASKED))]
    rows = [HEADER, "agency,dinas,Dinas,dinas,,,,,,,,"]
    for code, left_out in zip(services, NOT_ASKED, strict=True):
        keys = " ".join(sorted(left_out)) or "-"
        rows.append(f"service,{code},{code.title()},,dinas,,{keys},,,,,")
    for desk in range(BUSY_DESKS + 1):
        rows.append(f"desk,loket-{desk},Loket {desk},,dinas,{' '.join(services)},,,,,,")
        for place in range(OFFICERS_PER_DESK):
            number = f"{desk}{place}"
            rows.append(f"officer,{number},Petugas {number},,,,,P {number},{number},,,")
            rows.append(f"posting,,,,,,,,,{number},loket-{desk},{FIRST_DAY}")
    return "\n".join(rows)


def hand_out_tickets(session: Session, visitors: Sequence[Visitor], *, city: City) -> None:
    """Print a ticket for each visitor's service, in no order."""
    rows = [
        {
            "code_hash": visitor.proof,
            "service_id": city.service_ids[visitor.service],
            "expires_on": EXPIRES_ON,
            "is_spent": False,
        }
        for visitor in visitors
        if visitor.channel is Channel.TICKET
    ]
    SystemRandom().shuffle(rows)
    begin_write(session)
    session.execute(insert(Ticket), rows)
    session.commit()
