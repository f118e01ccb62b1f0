"""Tables of the jury: seats drawn by lot, and points sealed until all are in."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.awards.jury_refusals import POINTS_RULES, SEAT_RULES
from portal.evaluation.rules.states import SeatState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24


class SeatRow(Base):
    """A seat of a scheme's jury; who has a conflict steps out and somebody else is drawn."""

    __tablename__ = "award_seat"
    __table_args__ = (
        one_of("state", SeatState, name="state"),
        UniqueConstraint("scheme_id", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"))
    #: On the published list.
    place: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    state: Mapped[str] = mapped_column(String(WORD))


class PointsRow(Base):
    """What one juror gave one nominee; sealed until all points of the scheme are in."""

    __tablename__ = "award_points"

    seat_id: Mapped[int] = mapped_column(ForeignKey("award_seat.id"), primary_key=True)
    nominee_id: Mapped[int] = mapped_column(
        ForeignKey("award_nominee.id"), primary_key=True, index=True
    )
    #: Points by criterion, in the order of their numbers.
    points: Mapped[bytes] = mapped_column(EncryptedText)


keep_rules(SeatRow.__table__, *SEAT_RULES)
keep_rules(PointsRow.__table__, *POINTS_RULES)
