"""Tables of what is split off a rating once its own batch is complete: counts and comments."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.rating.mixing.inbox_models import NO_ROWID, TOKEN_BYTES
from portal.storage.database import Base, is_period, one_of
from portal.survey.elements import ELEMENTS, OFFICER_ELEMENTS


class OfficerTally(Base):
    """How many respondents gave an officer each level on one element, folded in tens."""

    __tablename__ = "officer_tally"
    __table_args__ = (
        is_period("period", name="period"),
        one_of("element", OFFICER_ELEMENTS, name="element"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("answers > 0", name="answers"),
    )

    period: Mapped[str] = mapped_column(String(7), primary_key=True)
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
    period: Mapped[str] = mapped_column(String(7))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    text: Mapped[str] = mapped_column(Text)
