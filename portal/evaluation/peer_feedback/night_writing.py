"""Nightly work on a round's boxes: opened, shuffled, sealed anew to the next day's key.

Everything is written in one transaction, for all at once, so that neither the place of a row nor
the transaction that wrote it tells one answer from another.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import BoxRow, KeyInBrief, boxes, seats
from portal.evaluation.peer_feedback.key_holding import day_key, drop_key, make_private_key, put_key
from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.models import PeerBox
from portal.evaluation.peer_feedback.opened import Pair, Reader
from portal.evaluation.peer_feedback.payloads import Answer, Strike, encode
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyStore, PayloadSealer, public_half
from portal.storage.sealing.rows import insert_rows, new_token, shuffled

EMPTIED = ("peer_box", "peer_seat", "peer_place", "peer_key")
Taken = Callable[[Answer | Strike], None]


def nothing(content: Answer | Strike) -> None:
    """Do nothing more with what a box held."""


class OpenedRound:
    """All boxes of a round, opened before the write begins, and what came in meanwhile after it.

    :ivar found: everything that was opened so far.
    """

    def __init__(
        self, session: Session, store: KeyStore, *, round_id: int, key: KeyInBrief
    ) -> None:
        """Open everything there is.

        :raises portal.storage.sealing.keys.KeyLost: when the key's file is gone.
        """
        self._session, self._key = session, key
        pairs = [(s.rater_id, s.rated_id) for s in seats(session, round_id) if not s.is_answered]
        self._reader = Reader(day_key(store, key), waiting=pairs)
        session.commit()
        self._seen: set[bytes] = set()
        self.found = self._reader.found

    def take(self, then: Taken = nothing) -> None:
        """Open everything, in no transaction: it takes long, and the server ends who only waits."""
        rows = boxes(self._session, self._key.key_id)
        self._session.commit()
        self._take(rows, then)

    def take_last(self, then: Taken = nothing) -> None:
        """Begin to write while nobody sends, and open what came in meanwhile."""
        begin_write(self._session)
        if self._session.connection().dialect.name == "postgresql":
            self._session.execute(text("LOCK TABLE peer_box IN EXCLUSIVE MODE"))
        self._take(boxes(self._session, self._key.key_id), then)

    def empty(self, round_id: int) -> None:
        """Delete every box and the key within the current transaction."""
        self._session.execute(delete(PeerBox).where(PeerBox.key_id == self._key.key_id))
        drop_key(self._session, round_id)

    def _take(self, rows: Iterable[BoxRow], then: Taken) -> None:
        for row in rows:
            if row.token in self._seen:
                continue
            self._seen.add(row.token)
            content = self._reader.take(row.token, mark=row.mark, ciphertext=row.ciphertext)
            if content is not None:
                then(content)


def seal_anew(session: Session, store: KeyStore, *, round_id: int, key: KeyInBrief) -> int:
    """Seal all boxes of a round to a new key and write who answered; commits.

    The old key's file is destroyed afterwards. What a night finds that belongs to no seat is
    dropped.

    :returns: how many boxes were dropped.
    :raises portal.storage.sealing.keys.KeyLost: when the key's file is gone.
    """
    opened = OpenedRound(session, store, round_id=round_id, key=key)
    fresh = _Sealing(make_private_key(store))
    opened.take(fresh.add)
    opened.take_last(fresh.add)
    opened.empty(round_id)
    key_id = put_key(session, round_id, private_key=fresh.private_key)
    insert_rows(session, PeerBox, rows=shuffled([{**row, "key_id": key_id} for row in fresh.rows]))
    mark_seats(session, round_id, pairs=opened.found.fresh)
    session.commit()
    store.destroy(key.public_key)
    return opened.found.unreadable


class _Sealing:
    def __init__(self, private_key: bytes) -> None:
        self.private_key = private_key
        self._key = DayKey(private_key)
        self._sealer = PayloadSealer(public_half(private_key))
        self.rows: list[dict[str, Any]] = []

    def add(self, content: Answer | Strike) -> None:
        token = new_token()
        mark = (
            self._key.mark_of_strike(content.person_id)
            if isinstance(content, Strike)
            else self._key.mark_of_carried(token)
        )
        ciphertext = self._sealer.seal_payload(encode(content))
        self.rows.append({"token": token, "mark": mark, "ciphertext": ciphertext})


_MARKED = text(
    "UPDATE peer_seat SET is_answered = is_answered OR (rater_id, rated_id) IN "
    "(SELECT * FROM unnest(CAST(:raters AS INTEGER[]), CAST(:rated AS INTEGER[]))) "
    "WHERE round_id = :round_id"
)


_MARKED_ONE = text(
    "UPDATE peer_seat SET is_answered = TRUE "
    "WHERE round_id = :round_id AND rater_id = :rater AND rated_id = :rated"
)


def mark_seats(session: Session, round_id: int, *, pairs: Collection[Pair]) -> None:
    """Write which seats answered, within the current transaction.

    On PostgreSQL every seat is written anew by one statement, whether it answered or not, so that
    no row shows by which night it was written. SQLite keeps the table in the order of its key.
    """
    ordered = sorted(pairs)
    if session.connection().dialect.name == "postgresql":
        raters, rated = [one for one, _ in ordered], [other for _, other in ordered]
        session.execute(_MARKED, {"raters": raters, "rated": rated, "round_id": round_id})
        return
    if ordered:
        session.execute(
            _MARKED_ONE,
            [{"rater": one, "rated": other, "round_id": round_id} for one, other in ordered],
        )


def clear_dead_rows(session: Session, tables: Iterable[str] = EMPTIED) -> None:
    """Let PostgreSQL take away the rows as they were; what they held is closed for good."""
    engine = session.connection().engine
    session.commit()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM {', '.join(tables)}"))
