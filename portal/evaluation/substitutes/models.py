"""Tables of lots: who was drawn for whom, out of how many, and for which fact a lot fell."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.substitutes.domain import LotBar
from portal.storage.row_rules import Base, RowRule, keep_rules, make_append_only, one_of

STANDS = RowRule(
    "people_change_lot_stands",
    "people_change",
    "UPDATE OF state",
    "NEW.state = 'declined' AND EXISTS (SELECT 1 FROM cycle_substitute AS s "
    "WHERE s.change_id = NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM cycle_substitute_bar AS b WHERE b.lot_id = s.id))",
    "a lot falls only for a fact on record",
)


class CycleSubstitute(Base):
    """That somebody was drawn for a person in a cycle; never changed, whatever came of it."""

    __tablename__ = "cycle_substitute"
    __table_args__ = (
        CheckConstraint("holder_id <> person_id", name="holder"),
        CheckConstraint("pool_size >= 1", name="pool_size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Who was drawn.
    holder_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: The naming that another person of the office confirms or declines.
    change_id: Mapped[int] = mapped_column(ForeignKey("people_change.id"), unique=True)
    #: How many could have been drawn, the one who was included.
    pool_size: Mapped[int]
    #: The city's day.
    drawn_on: Mapped[date]


class CycleSubstituteBar(Base):
    """A fact on record for which somebody who was drawn does not stand; never changed."""

    __tablename__ = "cycle_substitute_bar"
    __table_args__ = (one_of("bar", LotBar, name="bar"),)

    lot_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_substitute.id"), primary_key=True, autoincrement=False
    )
    bar: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: The city's day.
    found_on: Mapped[date]


make_append_only(CycleSubstitute.__table__)
make_append_only(CycleSubstituteBar.__table__)
# Of the changes that wait, which are there before the lots.
keep_rules(CycleSubstituteBar.__table__, STANDS)
