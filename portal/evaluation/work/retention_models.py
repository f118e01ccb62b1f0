"""Up to which day activities and dialogues were deleted; rows of later days cannot be."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.work.domain import ForgottenKind
from portal.storage.row_rules import Base, RowRule, keep_rules, make_append_only, one_of

WORD = 24
# As whole numbers, 20260112 and 20240112 are two years apart.
_TWO_YEARS = 20_000


class WorkRetention(Base):
    """That everything of a kind before a day was forgotten; rows are only added."""

    __tablename__ = "work_retention"
    __table_args__ = (one_of("kind", ForgottenKind, name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    #: The first day that is kept.
    keeps_from: Mapped[date]
    noted_on: Mapped[date]


def _number(column: str) -> str:
    return f"CAST(replace(CAST(NEW.{column} AS VARCHAR), '-', '') AS INTEGER)"


RETENTION_RULES = (
    RowRule(
        "work_retention_is_long_enough",
        "work_retention",
        "INSERT",
        f"{_number('noted_on')} - {_number('keeps_from')} < {_TWO_YEARS}",
        "work is kept for two years",
    ),
)

make_append_only(WorkRetention.__table__)
keep_rules(WorkRetention.__table__, *RETENTION_RULES)
