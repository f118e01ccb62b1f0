"""Puts a citizen's rating, sealed, into the inbox; nothing is opened here."""

import secrets

from sqlalchemy import LargeBinary, String, insert, literal, select
from sqlalchemy.orm import Session

from portal.rating.domain import Channel
from portal.rating.domain.answers import RatingAnswers
from portal.rating.models.inbox import TOKEN_BYTES, InboxKey, SealedRating
from portal.rating.queries.inbox import InboxKeyInBrief, current_inbox_key
from portal.rating.sealing import seal

ATTEMPTS = 3


class InboxNotOpen(RuntimeError):
    """No key is current, so that nothing can be sealed; the remedy is ``flask ratings mix``."""


def put_sealed(session: Session, answers: RatingAnswers, *, desk_id: int, channel: Channel) -> None:
    """Seal ``answers`` to the day's key and insert them, within the caller's transaction.

    The insert itself asks whether the key is still current: a rating can never arrive under
    a key that the mix has closed meanwhile.

    :raises InboxNotOpen: when there is no current key.
    """
    for _ in range(ATTEMPTS):
        key = current_inbox_key(session)
        if key is None:
            break
        ciphertext = seal(answers, public_key=key.public_key)
        if _insert(session, key, desk_id=desk_id, channel=channel, ciphertext=ciphertext):
            return
    raise InboxNotOpen("no inbox key is current; run: flask ratings mix")


def _insert(
    session: Session,
    key: InboxKeyInBrief,
    *,
    desk_id: int,
    channel: Channel,
    ciphertext: bytes,
) -> bool:
    row = select(
        literal(secrets.token_bytes(TOKEN_BYTES), LargeBinary),
        InboxKey.id,
        literal(desk_id),
        literal(str(channel), String),
        literal(ciphertext, LargeBinary),
    ).where(InboxKey.id == key.key_id, InboxKey.state == "current")
    columns = ["token", "key_id", "desk_id", "channel", "ciphertext"]
    statement = insert(SealedRating).from_select(columns, row).returning(SealedRating.token)
    return session.execute(statement).first() is not None
