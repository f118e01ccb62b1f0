"""The table of corrections of confirmed results."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.corrections.refusals import CORRECTION_RULES
from portal.evaluation.rules.states import CorrectionState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24
NUMBER = Numeric(18, 4)
_IS_OPEN = text("state IN ('proposed', 'agreed')")


class CorrectionRow(Base):
    """One value of one result that was typed wrongly, and who says so; content never changes."""

    __tablename__ = "result_correction"
    __table_args__ = (
        one_of("state", CorrectionState, name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("about >= 1", name="about"),
        CheckConstraint("value >= 0 AND value <> was", name="value"),
        CheckConstraint("appraiser_id <> person_id", name="two_sides"),
        CheckConstraint("proposed_by IN (person_id, appraiser_id)", name="proposed_by"),
        CheckConstraint(
            "agreed_by IN (person_id, appraiser_id) AND agreed_by <> proposed_by",
            name="agreed_by",
        ),
        CheckConstraint(
            "decider_id <> person_id AND decider_id <> appraiser_id", name="decider_is_above"
        ),
        CheckConstraint("confirmed_by = decider_id", name="confirmed_by"),
        CheckConstraint(
            "(agreed_by IS NULL) = (agreed_on IS NULL) "
            "AND (state NOT IN ('agreed', 'confirmed') OR agreed_by IS NOT NULL)",
            name="agreed",
        ),
        CheckConstraint(
            "(state = 'confirmed') = (snapshot_number IS NOT NULL) "
            "AND (state = 'confirmed') = (confirmed_by IS NOT NULL)",
            name="confirmed",
        ),
        CheckConstraint("state <> 'refused' OR end_reason IS NOT NULL", name="end_reason"),
        CheckConstraint(
            "(state IN ('refused', 'withdrawn')) = (ended_by IS NOT NULL)", name="ended"
        ),
        Index(
            "ux_result_correction_one_open",
            "evaluation_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("yearly_evaluation.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: The other side: who confirmed the result, or who stands for them once they left.
    appraiser_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: The appraiser's superior, who confirms what both agreed.
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Number of the document that it corrects.
    about: Mapped[int]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    indicator_key: Mapped[int]
    period: Mapped[int]
    #: As it stands in the document, in the unit of the target.
    was: Mapped[Decimal] = mapped_column(NUMBER)
    value: Mapped[Decimal] = mapped_column(NUMBER)
    #: How one sees that it is a typing error.
    reason: Mapped[bytes] = mapped_column(EncryptedText)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    proposed_on: Mapped[date]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    agreed_on: Mapped[date | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: Who refused or withdrew it.
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    end_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Of the document that it left.
    snapshot_number: Mapped[int | None]


keep_rules(CorrectionRow.__table__, *CORRECTION_RULES)
