"""The table of decisions on the settings that change figures; none is ever changed."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.row_rules import Base, is_period, make_append_only
from portal.survey.elements import MAX_RESPONDENTS_NEEDED, MIN_RESPONDENTS
from portal.time.month_columns import StoredMonth

NAME_LENGTH = 160
KEYS_LENGTH = 120


class FigureRuleChange(Base):
    """The rules from ``period`` on, decided earlier; ``not_experienced`` are keys, spaced."""

    __tablename__ = "figure_rule_change"
    __table_args__ = (
        is_period("period", name="period"),
        CheckConstraint(
            f"least_mean BETWEEN {MIN_RESPONDENTS} AND {MAX_RESPONDENTS_NEEDED}", name="least_mean"
        ),
        CheckConstraint("period > substr(CAST(decided_on AS TEXT), 1, 7)", name="later_month"),
        CheckConstraint("length(decided_by) > 0", name="decided_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[StoredMonth]
    least_mean: Mapped[int]
    not_experienced: Mapped[str] = mapped_column(String(KEYS_LENGTH))
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(NAME_LENGTH))


make_append_only(FigureRuleChange.__table__)
