"""The table of recommendations, given once."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.advice.domain import AdviserKind
from portal.evaluation.advice.refusals import ADVICE_RULES
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24


class RecommendationRow(Base):
    """One recommendation of one adviser on one plan, given before the year is confirmed."""

    __tablename__ = "adviser_recommendation"
    __table_args__ = (
        one_of("kind", AdviserKind, name="kind"),
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        UniqueConstraint("plan_id", "adviser_id"),
        CheckConstraint("adviser_id <> person_id", name="not_on_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int]
    #: The plan's owner.
    person_id: Mapped[int]
    adviser_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: As what the adviser was asked when it was given.
    kind: Mapped[str] = mapped_column(String(WORD))
    text: Mapped[bytes] = mapped_column(EncryptedText)
    given_on: Mapped[date]


keep_rules(RecommendationRow.__table__, *ADVICE_RULES)
