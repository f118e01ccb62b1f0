"""Tables of what units share, and of their measures: no person who has a point, and no number."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.development.strengths import FindingKind
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.unit_measures.domain import LONGEST_KEY
from portal.evaluation.unit_measures.refusals import MEASURE_RULES
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD, NAME = 24, 160


class UnitMeasureRow(Base):
    """A weak point that five or more of a unit share, and what is done about it."""

    __tablename__ = "unit_measure"
    __table_args__ = (
        one_of("state", UnitMeasureState, name="state"),
        one_of("kind", FindingKind, name="kind"),
        UniqueConstraint("agency_id", "unit_id", "kind", "point", "year"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "(state IN ('accepted', 'checked')) = (what IS NOT NULL) "
            "AND (what IS NULL) = (owner_id IS NULL) AND (what IS NULL) = (due_on IS NULL) "
            "AND (what IS NULL) = (starts_from IS NULL)",
            name="accepted",
        ),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="declined"),
        CheckConstraint(
            "(state = 'proposed') = (decided_on IS NULL) "
            "AND (decided_on IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
        CheckConstraint(
            "(state = 'checked') = (effect IS NOT NULL) "
            "AND (effect IS NULL) = (is_still_shared IS NULL) "
            "AND (effect IS NULL) = (checked_on IS NULL) AND checked_on > due_on",
            name="checked",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    #: 0 for those directly under the head of the agency.
    unit_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(WORD))
    #: The indicator's text, the value's or the cause's word.
    point: Mapped[str] = mapped_column(String(LONGEST_KEY))
    #: In which it was proposed: once a year for the same weak point.
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    proposed_on: Mapped[date]
    what: Mapped[bytes | None] = mapped_column(EncryptedText)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    #: How things stand, and where that is looked up.
    starts_from: Mapped[bytes | None] = mapped_column(EncryptedText)
    due_on: Mapped[date | None]
    #: Why it was declined.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Name of the account.
    decided_by: Mapped[str | None] = mapped_column(String(NAME))
    decided_on: Mapped[date | None]
    #: Whether five or more had the weak point when the effect was looked at.
    is_still_shared: Mapped[bool | None] = mapped_column(Boolean(name="is_still_shared"))
    effect: Mapped[bytes | None] = mapped_column(EncryptedText)
    checked_on: Mapped[date | None]


class UnitPointRow(Base):
    """A strong or weak point that five or more of a unit have; written anew each night."""

    __tablename__ = "unit_point"
    __table_args__ = (one_of("kind", FindingKind, name="kind"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(WORD), primary_key=True)
    point: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    is_strength: Mapped[bool] = mapped_column(Boolean(name="is_strength"), primary_key=True)


keep_rules(UnitMeasureRow.__table__, *MEASURE_RULES)
