"""Lets made-up citizens rate in the scratch database, mixes night by night, keeps what is seen."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import SystemRandom

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.organisation import service as organisation
from portal.organisation.domain.catalogue import Desk
from portal.organisation.queries import catalogue, officers_by_desk_and_period
from portal.rating.domain import Channel
from portal.rating.domain.mixing import CROWD
from portal.rating.domain.submission import SubmitRating
from portal.rating.keys import KeyStore
from portal.rating.models.inbox import Ticket
from portal.rating.privacy.citizens import (
    BUSY_DESKS,
    NIGHTS,
    OFFICERS_PER_DESK,
    Citizen,
    made_up_citizens,
)
from portal.rating.queries.mix import inbox_keys, sealed_leftovers
from portal.rating.sealing import Opener
from portal.rating.service.mix.run import mix_ratings, open_inbox
from portal.rating.service.submit import InboxKeys, submit_rating

FIRST_DAY = date(2026, 3, 2)
TIMEZONE = "Asia/Jakarta"
EXPIRES_ON = date(2026, 4, 30)
Rate = Callable[[Session, SubmitRating], None]
Mix = Callable[[Session, KeyStore, datetime], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed rating as an insider, a log or a backup kept it, with whose it was."""

    number: int
    token: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class Trial:
    """What the scratch database went through.

    ``crowds`` tells, by citizen, the crowd they were mixed in; who still waits has none.
    ``kept`` holds every ciphertext that ever lay in the inbox, in the order of arrival.
    """

    session: Session
    citizens: Sequence[Citizen]
    desk_ids: Sequence[int]
    officer_ids: Sequence[int]
    opener: Opener
    crowds: dict[int, tuple[int, int, Channel]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


@contextmanager
def trial(
    engine: Engine, *, ratings: int, rate: Rate | None = None, mix: Mix | None = None
) -> Iterator[Trial]:
    """Give the database after two nights of ratings and mixes.

    :param rate: takes a rating in; the portal's own way when None.
    :param mix: mixes what is due; the portal's own way when None.
    """
    with Session(engine) as session, tempfile.TemporaryDirectory() as folder:
        desks, officer_ids = _found_city(session)
        store = KeyStore(Path(folder))
        open_inbox(session, store)
        citizens = made_up_citizens(ratings, random=SystemRandom())
        _hand_out_tickets(session, citizens, desks=desks)
        seen = _Watcher(session, store)
        crowds: dict[int, tuple[int, int, Channel]] = {}
        for night in range(NIGHTS):
            tonight = [citizen for citizen in citizens if citizen.night == night]
            _rate_all(session, tonight, desks=desks, officer_ids=officer_ids, rate=rate)
            seen.keep_inbox()
            if mix is None:
                mix_ratings(session, store, now=_moment(night), timezone=TIMEZONE)
            else:
                mix(session, store, _moment(night))
            _note_crowds(crowds, citizens, night=night)
        (key,) = inbox_keys(session, states=["current"])
        yield Trial(
            session=session,
            citizens=citizens,
            desk_ids=[desk.id for desk in desks],
            officer_ids=officer_ids,
            opener=Opener(store.load(key.public_key)),
            crowds=crowds,
            kept=seen.kept,
        )


def _found_city(session: Session) -> tuple[Sequence[Desk], Sequence[int]]:
    organisation.import_file(session, _city_file().encode(), today=FIRST_DAY)
    places = catalogue(session, on=FIRST_DAY)
    served = officers_by_desk_and_period(session, f"{FIRST_DAY:%Y-%m}")
    session.commit()
    desks = list(places.desks.values())
    return desks, [officer for desk in desks for officer in sorted(served[desk.id])]


def _city_file() -> str:
    rows = [
        "kind,code,name,category,agency,services,badge_name,badge_number,officer,desk,starts_on",
        "agency,dinas,Dinas,dinas,,,,,,,",
        "service,layanan,Layanan,,dinas,,,,,,",
    ]
    for desk in range(BUSY_DESKS + 1):
        rows.append(f"desk,loket-{desk},Loket {desk},,dinas,layanan,,,,,")
        for place in range(OFFICERS_PER_DESK):
            number = f"{desk}{place}"
            rows.append(f"officer,{number},Petugas {number},,,,P {number},{number},,,")
            rows.append(f"posting,,,,,,,,{number},loket-{desk},{FIRST_DAY}")
    return "\n".join(rows)


def _hand_out_tickets(
    session: Session, citizens: Sequence[Citizen], *, desks: Sequence[Desk]
) -> None:
    rows = [
        {
            "code_hash": citizen.proof,
            "desk_id": desks[citizen.desk].id,
            "expires_on": EXPIRES_ON,
            "is_spent": False,
        }
        for citizen in citizens
        if citizen.channel is Channel.TICKET
    ]
    SystemRandom().shuffle(rows)
    begin_write(session)
    session.execute(insert(Ticket), rows)
    session.commit()


def _rate_all(
    session: Session,
    citizens: Sequence[Citizen],
    *,
    desks: Sequence[Desk],
    officer_ids: Sequence[int],
    rate: Rate | None,
) -> None:
    keys = InboxKeys()
    for citizen in citizens:
        desk = desks[citizen.desk]
        (service_id,) = desk.service_ids
        is_ticket = citizen.channel is Channel.TICKET
        command = SubmitRating(
            desk_id=desk.id,
            agency_id=desk.agency_id,
            channel=citizen.channel,
            answers=citizen.answers(service_id=service_id, officer_ids=officer_ids),
            key_hash=citizen.form_key,
            ticket_hash=citizen.proof if is_ticket else None,
            grant_hash=None if is_ticket else citizen.proof,
        )
        if rate is None:
            submit_rating(session, command, today=FIRST_DAY, keys=keys)
        else:
            rate(session, command)


class _Watcher:
    """Keeps every ciphertext there ever was, as write-ahead logs and backups do."""

    def __init__(self, session: Session, store: KeyStore) -> None:
        self.kept: list[Kept] = []
        self._session = session
        self._store = store

    def keep_inbox(self) -> None:
        """Keep what lies in the inbox before the mix, in the order in which it arrived."""
        (key,) = inbox_keys(self._session, states=["current"])
        opener = Opener(self._store.load(key.public_key))
        tonight = []
        for row in sealed_leftovers(self._session, key_ids=[key.key_id]):
            comment = opener.open_sealed(row.ciphertext).comment or ""
            number = int(comment.split()[-1])
            tonight.append(Kept(number, token=row.token, ciphertext=row.ciphertext))
        self._session.commit()
        self.kept += sorted(tonight, key=lambda kept: kept.number)


def _moment(night: int) -> datetime:
    return datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 20, tzinfo=UTC) + timedelta(
        days=night
    )


def _note_crowds(
    crowds: dict[int, tuple[int, int, Channel]], citizens: Sequence[Citizen], *, night: int
) -> None:
    """Note who was mixed with whom tonight, by the rule that the mix promises to keep."""
    waiting: defaultdict[tuple[int, Channel], list[int]] = defaultdict(list)
    for citizen in citizens:
        if citizen.night <= night and citizen.number not in crowds:
            waiting[citizen.desk, citizen.channel].append(citizen.number)
    for (desk, channel), numbers in waiting.items():
        if len(numbers) >= CROWD:
            crowds.update(dict.fromkeys(numbers, (night, desk, channel)))
