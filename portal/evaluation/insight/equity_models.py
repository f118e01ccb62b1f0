"""Tables of the yearly equity check: differences between groups of thirty or more, never people."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.insight.equity_domain import EquityDecisionKind
from portal.evaluation.rules.equity_groups import LEAST_GROUP, EquityGroup, EquityMeasure
from portal.storage.row_rules import Base, make_append_only, one_of

WORD = 24
NAME = 160
POINTS = Numeric(5, 3)


class EquityCheck(Base):
    """That a year was checked; once only, since two checks told apart would tell of a person."""

    __tablename__ = "equity_check"

    cycle_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_cycle.id"), primary_key=True, autoincrement=False
    )
    #: The city's day.
    counted_on: Mapped[date]


class EquityDifferenceRow(Base):
    """A group against the others in one measure; numbers of people are told in tens."""

    __tablename__ = "equity_difference"
    __table_args__ = (
        one_of("measure", EquityMeasure, name="measure"),
        one_of("grouped", EquityGroup, name="grouped"),
        CheckConstraint(
            f"people >= {LEAST_GROUP} AND others >= {LEAST_GROUP} "
            "AND people % 10 = 0 AND others % 10 = 0",
            name="groups",
        ),
        CheckConstraint("lower <= difference AND difference <= upper", name="interval"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("equity_check.cycle_id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(WORD), primary_key=True)
    #: Which group; the others are everybody else whose side is known.
    grouped: Mapped[str] = mapped_column(String(WORD), primary_key=True)
    people: Mapped[int]
    others: Mapped[int]
    #: On the measure's own scale, with its interval.
    difference: Mapped[Decimal] = mapped_column(POINTS)
    lower: Mapped[Decimal] = mapped_column(POINTS)
    upper: Mapped[Decimal] = mapped_column(POINTS)
    is_flagged: Mapped[bool] = mapped_column(Boolean(name="is_flagged"))


class EquityDecision(Base):
    """What the office decided where citizens' figures were flagged two years running."""

    __tablename__ = "equity_decision"
    __table_args__ = (
        one_of("kind", EquityDecisionKind, name="kind"),
        CheckConstraint("length(reason) >= 30", name="reason"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("equity_check.cycle_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    #: For everybody on the staff to read; about no person.
    reason: Mapped[str] = mapped_column(Text)
    #: Name of the account.
    decided_by: Mapped[str] = mapped_column(String(NAME))
    decided_on: Mapped[date]


for _table in (EquityCheck, EquityDifferenceRow, EquityDecision):
    make_append_only(_table.__table__)
