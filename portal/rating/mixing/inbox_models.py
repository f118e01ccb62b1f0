"""Tables of what waits for the mix: sealed ratings, the day's public keys, spent keys."""

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.rating.answers.answers import Channel
from portal.storage.database import Base, is_period, one_of
from portal.time.month_columns import StoredMonth

SEALED_BYTES = 1024
TOKEN_BYTES = 16
NO_ROWID = {"sqlite_with_rowid": False}


class InboxKey(Base):
    """The public half of a key that ratings are sealed to; its private half is a file.

    A prepared key's private half is being written; at most one key is current, the one that
    ratings are sealed to; a closed key waits for the mix, which destroys its private half.
    """

    __tablename__ = "inbox_key"
    __table_args__ = (
        CheckConstraint("length(public_key) = 32", name="public_key"),
        one_of("state", ("prepared", "current", "closed", "destroyed"), name="state"),
        Index(
            "uq_inbox_key_current",
            "state",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    state: Mapped[str] = mapped_column(String(10))


class SealedRating(Base):
    """A rating nobody can read until the mix; every ciphertext has the same length.

    The key begins with the group that is mixed together, so that SQLite keeps a group in one
    place: the mix reads and empties whole pages, and nothing is told that the columns do not say.
    """

    __tablename__ = "sealed_rating"
    __table_args__ = (
        PrimaryKeyConstraint("desk_id", "channel", "token"),
        CheckConstraint(f"length(ciphertext) = {SEALED_BYTES}", name="ciphertext"),
        CheckConstraint(f"length(token) = {TOKEN_BYTES}", name="token"),
        one_of("channel", Channel, name="channel"),
        NO_ROWID,
    )

    token: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[int] = mapped_column(ForeignKey("inbox_key.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    channel: Mapped[str] = mapped_column(String(10))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class SealedPart(Base):
    """A part split off a rating, such as an officer answer, sealed until its batch is complete."""

    __tablename__ = "sealed_part"
    __table_args__ = (
        CheckConstraint(f"length(token) = {TOKEN_BYTES}", name="token"),
        CheckConstraint("length(ciphertext) = 256", name="ciphertext"),
        NO_ROWID,
    )

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("inbox_key.id"))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class HandledPeriod(Base):
    """A month or year of which the mix has finished one kind of work, so that it is done once.

    The kinds: ``parts``, the split records of a month; ``services``, the services of a month that
    were too small to be kept; ``leftovers``, the residuals of a year; ``regrouped``, a month whose
    ballots a migration put into other batches, so that services were dropped later than its
    figures were published.
    """

    __tablename__ = "mix_turn"
    __table_args__ = (
        is_period("period", name="period"),
        one_of("kind", ("parts", "services", "leftovers", "regrouped"), name="kind"),
    )

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    period: Mapped[StoredMonth] = mapped_column(primary_key=True)


class AcceptedSubmission(Base):
    """The keyed hash of a form that was accepted once, so that a retry stores nothing again."""

    __tablename__ = "accepted_submission"
    __table_args__ = (CheckConstraint("length(key_hash) = 32", name="key_hash"), NO_ROWID)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    expires_on: Mapped[date]


class Ticket(Base):
    """A visit ticket as its hash; tickets of a period expire together, none has a moment."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint("length(code_hash) = 32", name="code_hash"),
        CheckConstraint(
            "(CASE WHEN desk_id IS NULL THEN 0 ELSE 1 END) "
            "+ (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END) "
            "+ (CASE WHEN agency_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="scope",
        ),
        NO_ROWID,
    )

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    expires_on: Mapped[date]
    is_spent: Mapped[bool] = mapped_column(Boolean(name="is_spent"), default=False)
