"""Queries on the input of the mix: keys, groups, sealed ratings and parts, in bounded portions."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Executable, exists, func, select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.inbox_models import HandledPeriod, InboxKey, SealedPart, SealedRating
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class InboxKeyState:
    """A key with its state: prepared, current, closed or destroyed."""

    key_id: int
    public_key: bytes
    state: str


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """The ratings of one desk and channel that wait to be mixed together."""

    desk_id: int
    channel: Channel
    ratings: int


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A ciphertext and the key it is sealed to; a part has neither desk nor channel."""

    token: bytes
    key_id: int
    ciphertext: bytes
    desk_id: int = 0
    channel: str = ""


def inbox_keys(session: Session, *, states: Collection[str]) -> list[InboxKeyState]:
    """Return the keys in any of ``states``, oldest first."""
    rows = session.execute(
        select(InboxKey.id, InboxKey.public_key, InboxKey.state)
        .where(InboxKey.state.in_(states))
        .order_by(InboxKey.id)
    )
    return [InboxKeyState(row.id, public_key=row.public_key, state=row.state) for row in rows]


def is_waiting_under(session: Session, key_id: int) -> bool:
    """Return whether any rating or part is still sealed to the key."""
    waiting = exists().where(SealedRating.key_id == key_id)
    parts = exists().where(SealedPart.key_id == key_id)
    return bool(session.scalar(select(waiting | parts)))


def waiting_groups(session: Session, *, key_ids: Collection[int]) -> list[WaitingGroup]:
    """Return the groups sealed to ``key_ids``, of any size."""
    rows = session.execute(
        select(SealedRating.desk_id, SealedRating.channel, func.count())
        .where(SealedRating.key_id.in_(key_ids))
        .group_by(SealedRating.desk_id, SealedRating.channel)
    )
    return [WaitingGroup(desk, channel=Channel(channel), ratings=n) for desk, channel, n in rows]


def waiting_ratings(session: Session) -> int:
    """Return how many ratings wait in the inbox, under whatever key."""
    return session.scalar(select(func.count()).select_from(SealedRating)) or 0


def sealed_ratings(
    session: Session,
    group: WaitingGroup,
    *,
    key_ids: Collection[int],
    after: bytes,
    limit: int,
) -> list[SealedRow]:
    """Return up to ``limit`` ratings of a group in the order of their random tokens."""
    return _rows(
        session,
        _RATING_COLUMNS.where(
            SealedRating.desk_id == group.desk_id,
            SealedRating.channel == str(group.channel),
            SealedRating.key_id.in_(key_ids),
            SealedRating.token > after,
        )
        .order_by(SealedRating.token)
        .limit(limit),
    )


def sealed_residuals(session: Session, *, key_ids: Collection[int]) -> list[SealedRow]:
    """Return every rating still sealed to ``key_ids``; after the groups these are few."""
    return _rows(session, _RATING_COLUMNS.where(SealedRating.key_id.in_(key_ids)))


def sealed_parts(
    session: Session, *, key_ids: Collection[int], after: bytes, limit: int
) -> list[SealedRow]:
    """Return up to ``limit`` parts in the order of their random tokens."""
    columns = select(SealedPart.token, SealedPart.key_id, SealedPart.ciphertext)
    return _rows(
        session,
        columns.where(SealedPart.key_id.in_(key_ids), SealedPart.token > after)
        .order_by(SealedPart.token)
        .limit(limit),
    )


def is_period_handled(session: Session, kind: str, *, period: Month) -> bool:
    """Return whether the mix has handled the end of ``period`` for ``kind``."""
    return session.get(HandledPeriod, (kind, period)) is not None


_RATING_COLUMNS = select(
    SealedRating.token,
    SealedRating.key_id,
    SealedRating.ciphertext,
    SealedRating.desk_id,
    SealedRating.channel,
)


def _rows(session: Session, statement: Executable) -> list[SealedRow]:
    return [SealedRow(*row) for row in session.execute(statement)]
