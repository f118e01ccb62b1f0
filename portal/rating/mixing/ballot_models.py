"""Tables of mixed ratings: ballots, exact sums, and what is split off once a batch is complete."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.rating.answers.answers import Channel
from portal.rating.mixing.inbox_models import NO_ROWID, TOKEN_BYTES
from portal.storage.column_samples import keep_no_samples
from portal.storage.database import Base, is_period, one_of
from portal.storage.place_rules import keep_places_together
from portal.survey.elements import ELEMENTS, OFFICER_ELEMENTS
from portal.time.month_columns import StoredMonth

SCORES = tuple(str(element) for element in ELEMENTS)

# Which sums of composites respondents can have, of whom so many gave 4 throughout (2520 times 1
# to 4; all others reach 9800 at the most), and which sums of their squares.
_N, _TOP = (f"CAST({column} AS BIGINT)" for column in ("respondents", "all_top"))
SUM_BOUNDS = f"composite_sum BETWEEN 2520 * {_N} + 7560 * {_TOP} AND 9800 * {_N} + 280 * {_TOP}"
SQUARE_BOUNDS = (
    f"composite_square_sum BETWEEN 2520 * composite_sum AND 12600 * composite_sum - 25401600 * {_N}"
)
_KEYS = ", ".join(f"'{score}'" for score in SCORES)
_PATHS = ", ".join(f"'$.{score}'" for score in SCORES)
KNOWN_ELEMENTS = {
    "postgresql": f"CAST(level_counts AS JSONB) - ARRAY[{_KEYS}] = CAST('{{}}' AS JSONB)",
    "sqlite": f"json_remove(level_counts, {_PATHS}) = '{{}}'",
}


class Ballot(Base):
    """One anonymous rating. It holds no officer, time, address, order, comment or profile.

    ``desk_id`` is None for residuals folded upwards at year end; a score is None when the
    element does not apply or was not experienced.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint(f"length(token) = {TOKEN_BYTES}", name="token"),
        is_period("period", name="period"),
        one_of("channel", Channel, name="channel"),
        *(CheckConstraint(f"{score} BETWEEN 1 AND 4", name=score) for score in SCORES),
        CheckConstraint(f"coalesce({', '.join(SCORES)}) IS NOT NULL", name="answered"),
        Index("ix_ballot_period", "period", "agency_id"),
        NO_ROWID,
    )

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    period: Mapped[StoredMonth]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    channel: Mapped[str] = mapped_column(String(10))
    requirements: Mapped[int | None] = mapped_column(SmallInteger)
    procedure: Mapped[int | None] = mapped_column(SmallInteger)
    time: Mapped[int | None] = mapped_column(SmallInteger)
    cost: Mapped[int | None] = mapped_column(SmallInteger)
    product: Mapped[int | None] = mapped_column(SmallInteger)
    competence: Mapped[int | None] = mapped_column(SmallInteger)
    conduct: Mapped[int | None] = mapped_column(SmallInteger)
    complaints: Mapped[int | None] = mapped_column(SmallInteger)
    facilities: Mapped[int | None] = mapped_column(SmallInteger)


class Tally(Base):
    """Exact sums of the ballots of one period, place, service and channel.

    ``level_counts`` maps an element's key to its answers at levels 1 to 4, in that order.
    ``composite_sum`` and ``composite_square_sum`` are over respondents' composites scaled
    by 2520 (see portal.survey.index). ``all_top`` counts ratings with 4 throughout.
    """

    __tablename__ = "tally"
    __table_args__ = (
        is_period("period", name="period"),
        one_of("channel", Channel, name="channel"),
        CheckConstraint("respondents > 0", name="respondents"),
        CheckConstraint("all_top BETWEEN 0 AND respondents", name="all_top"),
        CheckConstraint(SUM_BOUNDS, name="composite_sum"),
        CheckConstraint(SQUARE_BOUNDS, name="composite_square_sum"),
        *(
            CheckConstraint(known, name="known_elements").ddl_if(dialect=dialect)
            for dialect, known in KNOWN_ELEMENTS.items()
        ),
        Index(
            "uq_tally_cell",
            "period",
            "channel",
            "agency_id",
            text("coalesce(unit_id, 0)"),
            text("coalesce(desk_id, 0)"),
            text("coalesce(service_id, 0)"),
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[StoredMonth]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    channel: Mapped[str] = mapped_column(String(10))
    respondents: Mapped[int]
    composite_sum: Mapped[int] = mapped_column(BigInteger)
    composite_square_sum: Mapped[int] = mapped_column(BigInteger)
    all_top: Mapped[int]
    level_counts: Mapped[dict[str, list[int]]] = mapped_column(JSON)


for _table in (Ballot.__table__, Tally.__table__):
    keep_places_together(_table)


class OfficerTally(Base):
    """How many respondents gave an officer each level on one element, folded in tens."""

    __tablename__ = "officer_tally"
    __table_args__ = (
        is_period("period", name="period"),
        one_of("element", OFFICER_ELEMENTS, name="element"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("answers > 0", name="answers"),
    )

    period: Mapped[StoredMonth] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    element: Mapped[str] = mapped_column(String(20), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[int]


class ProfileTally(Base):
    """Marginal counts of respondents' characteristics, per agency and year, folded in tens."""

    __tablename__ = "profile_tally"
    __table_args__ = (CheckConstraint("respondents > 0", name="respondents"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    answer: Mapped[str] = mapped_column(String(30), primary_key=True)
    respondents: Mapped[int]


class ReasonTally(Base):
    """How often "what should be better" named an element, per agency and year, folded in tens."""

    __tablename__ = "reason_tally"
    __table_args__ = (
        one_of("element", ELEMENTS, name="element"),
        CheckConstraint("respondents > 0", name="respondents"),
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(String(20), primary_key=True)
    respondents: Mapped[int]


class Comment(Base):
    """What a citizen wrote, with desk and month only; read by moderators through the audit log."""

    __tablename__ = "rating_comment"
    __table_args__ = (
        CheckConstraint(f"length(token) = {TOKEN_BYTES}", name="token"),
        is_period("period", name="period"),
        CheckConstraint("length(text) BETWEEN 1 AND 500", name="text"),
        NO_ROWID,
    )

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    period: Mapped[StoredMonth]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    text: Mapped[str] = mapped_column(Text)


keep_no_samples(Comment.__table__, "text")
