"""Tables of a round: who serves where, who is asked, sealed boxes, what is left at the end."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.peer_feedback.domain import possible_bits
from portal.evaluation.peer_feedback.refusals import (
    BOX_RULES,
    KEY_RULES,
    OUTCOME_RULES,
    PLACE_RULES,
    ROUND_RULES,
    SEAT_RULES,
)
from portal.evaluation.rules.colleagues import HIGHEST_STEP, LOWEST_STEP
from portal.evaluation.rules.states import RatedState, RoundState
from portal.storage.backup.rows import NEVER_IN_BACKUP
from portal.storage.row_rules import Base, keep_rules, one_of

STATE = 24
PLACE = 24
TOKEN_BYTES, KEY_BYTES, MARK_BYTES = 16, 32, 32
BOX_BYTES = 112
NO_ROWID = {"sqlite_with_rowid": False}
IS_NOT_VOID = text("state <> 'void'")
_BITS = ", ".join(map(str, possible_bits()))


class PeerRound(Base):
    """The round of one cycle, for the whole city; days only, never a moment."""

    __tablename__ = "peer_round"
    __table_args__ = (
        one_of("state", RoundState, name="state"),
        CheckConstraint("recorded_on < opens_on AND opens_on <= closes_on", name="dates"),
        CheckConstraint(
            "opens_on < first_reminder_on AND first_reminder_on < reminder_on "
            "AND reminder_on <= closes_on",
            name="reminders",
        ),
        Index(
            "uq_peer_round_cycle_id",
            "cycle_id",
            unique=True,
            sqlite_where=IS_NOT_VOID,
            postgresql_where=IS_NOT_VOID,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"))
    state: Mapped[str] = mapped_column(String(STATE))
    recorded_on: Mapped[date]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    first_reminder_on: Mapped[date]
    reminder_on: Mapped[date]


class PeerPlace(Base):
    """Where somebody served as it was recorded before the round; destroyed with the draw."""

    __tablename__ = "peer_place"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="order"),
        {**NO_ROWID, "info": NEVER_IN_BACKUP},
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    #: Kind and number, such as ``desk 7``.
    place: Mapped[str] = mapped_column(String(PLACE), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    ends_on: Mapped[date]


class PeerSeat(Base):
    """Who may answer about whom; whether they did is written at night, for all at once."""

    __tablename__ = "peer_seat"
    __table_args__ = (
        CheckConstraint("rater_id <> rated_id", name="not_oneself"),
        Index("ix_peer_seat_rated", "round_id", "rated_id"),
        {**NO_ROWID, "info": NEVER_IN_BACKUP},
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"), primary_key=True)
    rater_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    rated_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    is_answered: Mapped[bool] = mapped_column(Boolean(name="is_answered"))


class PeerKey(Base):
    """The public half of the day's key; its private half is a file, made anew each night."""

    __tablename__ = "peer_key"
    __table_args__ = (
        CheckConstraint(f"length(public_key) = {KEY_BYTES}", name="public_key"),
        {"info": NEVER_IN_BACKUP},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class PeerBox(Base):
    """A sealed box without seat or person: an answer, or whom somebody strikes.

    ``mark`` keeps a seat from answering twice on one day; it is made with the day's key and says
    nothing once that is destroyed.
    """

    __tablename__ = "peer_box"
    __table_args__ = (
        CheckConstraint(f"length(token) = {TOKEN_BYTES}", name="token"),
        CheckConstraint(f"length(mark) = {MARK_BYTES}", name="mark"),
        CheckConstraint(f"length(ciphertext) = {BOX_BYTES}", name="ciphertext"),
        {**NO_ROWID, "info": NEVER_IN_BACKUP},
    )

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("peer_key.id"))
    mark: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class PeerOutcome(Base):
    """What a round gives for one person, folded once; no count is kept."""

    __tablename__ = "peer_outcome"
    __table_args__ = (
        one_of("state", RatedState, name="state"),
        CheckConstraint(
            f"half_steps BETWEEN {2 * LOWEST_STEP} AND {2 * HIGHEST_STEP}", name="half_steps"
        ),
        CheckConstraint("(state = 'folded') = (half_steps IS NOT NULL)", name="folded"),
        CheckConstraint(f"strengths IN ({_BITS})", name="strengths"),
        CheckConstraint(f"wishes IN ({_BITS})", name="wishes"),
        CheckConstraint("state = 'folded' OR (strengths = 0 AND wishes = 0)", name="named"),
        NO_ROWID,
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(STATE))
    half_steps: Mapped[int | None]
    strengths: Mapped[int] = mapped_column(default=0)
    wishes: Mapped[int] = mapped_column(default=0)


keep_rules(PeerRound.__table__, *ROUND_RULES)
keep_rules(PeerPlace.__table__, *PLACE_RULES)
keep_rules(PeerSeat.__table__, *SEAT_RULES)
keep_rules(PeerKey.__table__, *KEY_RULES)
keep_rules(PeerBox.__table__, *BOX_RULES)
keep_rules(PeerOutcome.__table__, *OUTCOME_RULES)
