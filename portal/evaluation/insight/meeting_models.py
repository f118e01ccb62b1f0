"""Tables of calibration meetings: the meeting, who takes part, what became of whose rating."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.insight.meeting_refusals import MEETING_RULES, RECORD_RULES, SEAT_RULES
from portal.evaluation.rules.states import CalibrationState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24
NAME = 160
AGENDA = 80


class CalibrationMeeting(Base):
    """A meeting of an agency's appraisers before results are confirmed."""

    __tablename__ = "calibration_meeting"
    __table_args__ = (
        one_of("state", CalibrationState, name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("(state = 'held') = (held_on IS NOT NULL)", name="held"),
        CheckConstraint("held_on >= meets_on", name="held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    meets_on: Mapped[date]
    #: Groups of signs that were noticed in the agency, between blanks; no counts and no names.
    agenda: Mapped[str] = mapped_column(String(AGENDA))
    #: Name of the account of the coordinator or the office.
    called_by: Mapped[str] = mapped_column(String(NAME))
    called_on: Mapped[date]
    held_on: Mapped[date | None]


class CalibrationSeat(Base):
    """Somebody who is asked to a meeting."""

    __tablename__ = "calibration_seat"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("calibration_meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, index=True)
    #: None until the meeting was held.
    attended: Mapped[bool | None] = mapped_column(Boolean(name="attended"))


class CalibrationRecord(Base):
    """What a participant kept or changed of an own rating, and why; never changed."""

    __tablename__ = "calibration_record"
    __table_args__ = (
        CheckConstraint("outcome IN ('kept', 'changed')", name="outcome"),
        CheckConstraint("appraiser_id <> person_id", name="not_about_oneself"),
        # What was changed is a rating after the first one.
        CheckConstraint(
            "rating_number >= 1 AND (outcome = 'kept' OR rating_number > 1)", name="changed"
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("calibration_meeting.id"), primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    appraiser_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(WORD))
    #: Of the rating that counted when it was recorded.
    rating_number: Mapped[int]
    reason: Mapped[bytes] = mapped_column(EncryptedText)
    recorded_on: Mapped[date]


keep_rules(CalibrationMeeting.__table__, *MEETING_RULES)
keep_rules(CalibrationSeat.__table__, *SEAT_RULES)
keep_rules(CalibrationRecord.__table__, *RECORD_RULES)
