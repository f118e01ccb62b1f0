"""Makers of people without a badge, of posts, lines, absences and relations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people.change_models import SuperiorDoubt
from portal.organisation.people.models import (
    KeptAbsence,
    KeptLine,
    KeptRelation,
    Officer,
    PersonPost,
)
from portal.organisation.places.models import AgencyRow
from tests.factories.organisation import LONG_AGO, add


def make_person(session: Session, name: str = "Ratna Contoh", **fields: Any) -> Officer:
    """Add somebody who serves at no desk; without ``number`` there is no staff number."""
    defaults = {"badge_name": "", "badge_number": "", "number": None, "kind": "pns"}
    return add(session, Officer(name=name, **(defaults | fields)))


def make_people(session: Session, *names: str) -> list[int]:
    """Add people by name and return their internal numbers."""
    return [make_person(session, name).id for name in names]


def make_line(session: Session, person_id: int, *, to: int, **fields: Any) -> KeptLine:
    defaults = {"kind": "definitive", "starts_on": LONG_AGO, "ends_on": None}
    return add(session, KeptLine(person_id=person_id, superior_id=to, **(defaults | fields)))


def make_post(session: Session, person_id: int, agency: AgencyRow, **fields: Any) -> PersonPost:
    defaults = {
        "title": "Pengelola Layanan Operasional",
        "unit_id": None,
        "is_head": False,
        "kind": "definitive",
        "starts_on": LONG_AGO,
        "ends_on": None,
    }
    return add(session, PersonPost(person_id=person_id, agency_id=agency.id, **(defaults | fields)))


def make_absence(
    session: Session, person_id: int, *, starts_on: date, **fields: Any
) -> KeptAbsence:
    defaults = {"kind": "away", "ends_on": None}
    return add(
        session, KeptAbsence(person_id=person_id, starts_on=starts_on, **(defaults | fields))
    )


def make_relation(
    session: Session, kind: str, holder: int, *, about: int, starts_on: date = LONG_AGO
) -> KeptRelation:
    relation = KeptRelation(kind=kind, holder_id=holder, about_id=about, starts_on=starts_on)
    return add(session, relation)


def make_doubt(
    session: Session, person: int, *, about: int, note: str = "Bukan atasan saya.", at: datetime
) -> SuperiorDoubt:
    """Let a person say that somebody is not their superior."""
    doubt = SuperiorDoubt(person_id=person, superior_id=about, note=note, asked_at=at)
    return add(session, doubt)
