"""The table of lots: who was drawn for whom, out of how many."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.row_rules import Base, make_append_only


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


make_append_only(CycleSubstitute.__table__)
