"""Makers of a small city, keys, sealed ratings and tallies."""

import secrets
from dataclasses import dataclass
from typing import Any

from nacl.public import PrivateKey
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel, RatingAnswers
from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.inbox_models import InboxKey, SealedRating
from portal.rating.mixing.inbox_queries import current_inbox_key
from portal.rating.mixing.sealing import seal
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import ELEMENTS
from tests.factories.organisation import add, make_agency, make_desk, make_officer, make_service


@dataclass(frozen=True)
class SmallCity:
    """One agency, two services, two desks with both services, two officers."""

    agency_id: int
    service_ids: tuple[int, ...]
    desk_ids: tuple[int, ...]
    officer_ids: tuple[int, ...]


def make_small_city(session: Session) -> SmallCity:
    agency = make_agency(session)
    services = tuple(make_service(session, agency, code) for code in ("ktp", "kk"))
    desks = tuple(
        make_desk(session, agency, f"dukcapil-{number}", services=services) for number in (1, 2)
    )
    officers = tuple(make_officer(session, number) for number in ("1001", "1002"))
    session.commit()
    return SmallCity(
        agency_id=agency.id,
        service_ids=tuple(service.id for service in services),
        desk_ids=tuple(desk.id for desk in desks),
        officer_ids=tuple(officer.id for officer in officers),
    )


def make_inbox_key(
    session: Session, state: str = "current", *, store: KeyStore | None = None
) -> PrivateKey:
    """Record a key; its private half lies in ``store``, or is the caller's alone."""
    private = PrivateKey.generate()
    if store is not None:
        store.make_folder()
        store.save(bytes(private))
    add(session, InboxKey(public_key=bytes(private.public_key), state=state))
    session.commit()
    return private


def answers_of(service_id: int, level: int = 3, **fields: Any) -> RatingAnswers:
    scores = dict.fromkeys(ELEMENTS, level)
    return RatingAnswers(service_id=service_id, **({"scores": scores} | fields))


def send(
    session: Session,
    answers: RatingAnswers,
    *,
    desk_id: int,
    channel: Channel = Channel.TICKET,
    times: int = 1,
) -> None:
    begin_write(session)
    key = current_inbox_key(session)
    assert key is not None
    for _ in range(times):
        ciphertext = seal(answers, public_key=key.public_key)
        row = {"desk_id": desk_id, "channel": str(channel), "ciphertext": ciphertext}
        add(session, SealedRating(token=token(), key_id=key.key_id, **row))
    session.commit()


def make_tally(session: Session, city: SmallCity, **fields: Any) -> Tally:
    defaults = {
        "period": "2026-01",
        "agency_id": city.agency_id,
        "desk_id": city.desk_ids[0],
        "service_id": city.service_ids[0],
        "channel": "ticket",
        "respondents": 2,
        "composite_sum": 2 * 2520 * 3,
        "composite_square_sum": 2 * (2520 * 3) ** 2,
        "all_top": 0,
        "level_counts": {"time": [0, 0, 2, 0], "cost": [0, 1, 0, 1]},
    }
    return add(session, Tally(**(defaults | fields)))


def token() -> bytes:
    return secrets.token_bytes(16)
