"""Careless ways of doing what the portal does; each leaks one thing that the attack must name."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import redis
from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from portal.complaints.intake.follow_up import complaint_id_of, reply
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.writing import write_complaint
from portal.privacy_audit import acts
from portal.privacy_audit.acts import THANKS, Acts, Scene, complaint_of, rating_of
from portal.privacy_audit.limiter import CountedLimits, RedisStore
from portal.privacy_audit.limiter_charges import Charge, mistyped, poster_charge, presence_charge
from portal.privacy_audit.similarity_attack import plain_signature
from portal.privacy_audit.visitors import EXPIRES_ON, TIMEZONE, MadeUpVisitor
from portal.rating.answers.answers import Channel
from portal.rating.devices.presence import SLOT_SECONDS
from portal.rating.limits.redis_storage import RedisStorage
from portal.rating.mixing.ballot_models import Ballot, Comment
from portal.rating.mixing.inbox_models import AcceptedSubmission, InboxKey, SealedRating, Ticket
from portal.rating.mixing.queries import SealedRow, inbox_keys, sealed_residuals
from portal.rating.mixing.sealing import Opener
from portal.rating.mixing.service import mix_ratings
from portal.storage.sealing.rows import new_token, shuffled
from portal.web.day_keys import HalvedKey, RedisDayKeys, network_of, pseudonym

PERIOD = "2026-03"
MIN_BATCH_SIZE = 10
HOUR_SECONDS = 3600
DAY_SECONDS = 86_400


def waiting(scene: Scene) -> list[tuple[SealedRow, Any]]:
    """Return every sealed rating with what it holds."""
    (key,) = inbox_keys(scene.session, states=["current"])
    opener = Opener(scene.store.load(key.public_key))
    rows = sealed_residuals(scene.session, key_ids=[key.key_id])
    return [(row, opener.open_sealed(row.ciphertext)) for row in rows]


def ballot_row(scene: Scene, row: Any, scores: Any, *, service_id: int) -> dict[str, Any]:
    (agency_id,) = {desk.agency_id for desk in scene.city.desks if desk.id == row.desk_id}
    place = {"desk_id": row.desk_id, "agency_id": agency_id, "channel": str(row.channel)}
    answers = {str(element): level for element, level in scores.items()}
    keyed = {"token": new_token(), "period": PERIOD, "service_id": service_id}
    return place | keyed | answers


def write(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    for row in rows:
        session.execute(insert(table).values(**row))


def mix_by_desk_and_channel(scene: Scene, now: datetime) -> None:
    """Mix all services of a desk and channel together, but write each ballot's service."""
    groups = defaultdict(list)
    for row, answers in waiting(scene):
        groups[row.desk_id, row.channel].append((row, answers))
    for batch in groups.values():
        if len(batch) < MIN_BATCH_SIZE:
            continue
        ballots = [ballot_row(scene, r, a.scores, service_id=a.service_id) for r, a in batch]
        write(scene.session, Ballot, shuffled(ballots))
        write(scene.session, Comment, shuffled([comment_row(scene, r, a) for r, a in batch]))
        tokens = [row.token for row, _ in batch]
        scene.session.execute(delete(SealedRating).where(SealedRating.token.in_(tokens)))
        scene.session.commit()
    mix_alone(scene, now)


def mix_alone(scene: Scene, now: datetime) -> None:
    """Mix, and leave what citizens wrote in the order in which it came."""
    mix_ratings(scene.session, scene.store, now=now, timezone=TIMEZONE)


def comment_row(scene: Scene, row: SealedRow, answers: Any) -> dict[str, Any]:
    made = ballot_row(scene, row, {}, service_id=0)
    del made["service_id"], made["channel"]
    return made | {"text": answers.comment}


def complain_at_once(scene: Scene, visitor: MadeUpVisitor) -> str:
    """Store a complaint where it is written, and one reply, with a signature without a key."""
    context = scene.context
    code = write_complaint(scene.session, complaint_of(scene, visitor), context=context)
    reply(scene.session, code, text=THANKS, context=context)
    number = complaint_id_of(scene.session, code, context=context)
    signature = plain_signature(visitor.writing.complaint or "")
    scene.session.execute(
        update(Complaint).where(Complaint.id == number).values(signature=signature)
    )
    scene.session.commit()
    return code


CARELESS = Acts(mix=mix_by_desk_and_channel, complain=complain_at_once)


class InOrder:
    """Writes ballots in the order in which they came, hides it afterwards, and keeps the key."""

    def __init__(self) -> None:
        self.came: dict[str, int] = {}

    def rate(self, scene: Scene, visitor: MadeUpVisitor) -> None:
        self.came[visitor.writing.comment] = visitor.number
        acts.rate(scene, visitor)

    def mix(self, scene: Scene, now: datetime) -> None:
        give_ballots_a_rowid(scene.session)
        groups = defaultdict(list)
        for row, answers in waiting(scene):
            groups[row.desk_id, row.channel, answers.service_id].append((row, answers))
        for batch in groups.values():
            if len(batch) >= MIN_BATCH_SIZE:
                batch.sort(key=lambda each: self.came[each[1].comment])
                rows = [ballot_row(scene, r, a.scores, service_id=a.service_id) for r, a in batch]
                write(scene.session, Ballot, rows)
                tokens = [row.token for row, _ in batch]
                scene.session.execute(delete(SealedRating).where(SealedRating.token.in_(tokens)))
                scene.session.commit()
        hide_order(scene.session)
        mix_and_keep_key(scene, now)


def give_ballots_a_rowid(session: Session) -> None:
    """Let SQLite number the ballots in the order in which they are written."""
    if session.connection().dialect.name == "sqlite":
        made = str(session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'ballot'")))
        if "WITHOUT ROWID" in made:
            session.execute(text("DROP TABLE ballot"))
            session.execute(text(made.replace("WITHOUT ROWID", "")))
            session.commit()


def hide_order(session: Session) -> None:
    """Write PostgreSQL's ballots anew in the order of their tokens: the log alone tells more."""
    if session.connection().dialect.name == "postgresql":
        engine = session.connection().engine
        session.execute(
            text(
                "WITH moved AS (DELETE FROM ballot RETURNING *) "
                "INSERT INTO ballot SELECT * FROM moved ORDER BY token"
            )
        )
        session.commit()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM FULL ballot"))


def mix_and_keep_key(scene: Scene, now: datetime) -> None:
    """Mix, and take the key of the day into use again instead of destroying it."""
    session = scene.session
    (key,) = inbox_keys(session, states=["current"])
    private_key = scene.store.load(key.public_key)
    acts.mix(scene, now)
    scene.store.save(private_key)
    for state, which in (
        ("closed", InboxKey.state == "current"),
        ("current", InboxKey.public_key == key.public_key),
    ):
        session.execute(update(InboxKey).where(which).values(state=state))
    session.commit()


def rate_openly(scene: Scene, visitor: MadeUpVisitor) -> None:
    """Write the ballot in the transaction that spends the proof; one desk's also keep a number."""
    session, command = scene.session, rating_of(scene, visitor)
    if visitor.number == 0:
        session.execute(text("ALTER TABLE ballot ADD COLUMN received INTEGER"))
    service_id = command.answers.service_id
    row = ballot_row(scene, command, command.answers.scores, service_id=service_id)
    session.execute(insert(Ballot).values(**row))
    if visitor.desk == 0:
        named = text("UPDATE ballot SET received = :number WHERE token = :token")
        session.execute(named, {"number": visitor.number, "token": row["token"]})
    if command.ticket_hash:
        spent = update(Ticket).where(Ticket.code_hash == command.ticket_hash)
        session.execute(spent.values(is_spent=True))
    else:
        session.add(AcceptedSubmission(key_hash=command.grant_hash, expires_on=EXPIRES_ON))
    session.commit()


class WholeKeys(RedisDayKeys):
    """Keys of the day that lie beside the counters as they are."""

    def adopt(self, half: bytes, *, now: datetime) -> HalvedKey:
        super().adopt(half, now=now)
        self._held = HalvedKey(half, half)
        return self._held


def counted_from_the_first_hit(client: "redis.Redis") -> CountedLimits:
    """Count for an hour from the first hit on, with the day key beside the counters."""
    storage = RedisStorage(client, TIMEZONE, own_half=b"")
    day_keys = storage._day_keys = WholeKeys(client, TIMEZONE, own_half=b"")

    def for_an_hour(route: str) -> Charge:
        def charge(visitor: MadeUpVisitor, now: datetime) -> None:
            keyed = pseudonym(day_keys.current(now), "network", network_of(visitor.address))
            ends = int(now.timestamp()) + HOUR_SECONDS
            client.set(f"LIMITS:LIMITER/{keyed}/{route}/5/1/hour", 1, exat=ends)

        return charge

    def in_half_minutes(visitor: MadeUpVisitor, now: datetime) -> None:
        if visitor.channel is Channel.PRESENCE:
            moment = int(now.timestamp())
            slot, ends = moment // SLOT_SECONDS, moment + DAY_SECONDS - moment % DAY_SECONDS
            client.set(f"portal:scans:{visitor.desk}:{slot}", 1, exat=ends)

    rated = {
        "presence": presence_charge(storage),
        "poster": poster_charge(storage),
        "rating by poster": mistyped(for_an_hour("rating.open")),
        "scans": in_half_minutes,
        "wrong ticket": mistyped(for_an_hour("rating.ticket")),
    }
    complained = {"complaints": for_an_hour("complaints.write")}
    return CountedLimits(RedisStore(client), charges={"rated": rated, "complained": complained})
