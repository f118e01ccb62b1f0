"""Tables of what contradicts itself, as the newest draft found it, and of what was decided."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.publication.figures.contradictions import ContradictionKind
from portal.rating.mixing.possible import Flaw
from portal.storage.row_rules import Base, is_period, make_append_only, one_of
from portal.survey.elements import Element
from portal.time.month_columns import StoredMonth

ADDRESS_LENGTH = 160
NAME_LENGTH = 160
REASON_LENGTH = 300


class FoundContradiction(Base):
    """A contradiction that the newest draft withheld a place for; ``element`` may be empty."""

    __tablename__ = "contradiction"
    __table_args__ = (
        is_period("period", name="period"),
        is_period("first_period", name="first_period"),
        is_period("last_period", name="last_period"),
        one_of("kind", ContradictionKind, name="kind"),
        one_of("element", ("", *Element), name="element"),
        one_of("flaw", ("", *Flaw), name="flaw"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the month of the draft
    period: Mapped[StoredMonth]
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    first_period: Mapped[StoredMonth]
    last_period: Mapped[StoredMonth]
    kind: Mapped[str] = mapped_column(String(20))
    element: Mapped[str] = mapped_column(String(20))
    #: the column of a tally that cannot be true, empty for every other kind
    flaw: Mapped[str] = mapped_column(String(20), server_default="")
    #: ratings that are counted, and how many there should be
    found: Mapped[int]
    expected: Mapped[int]


class WithheldMonth(Base):
    """A month of which nothing is shown of a place, decided by a person with a reason."""

    __tablename__ = "withheld_month"
    __table_args__ = (
        is_period("period", name="period"),
        CheckConstraint(f"length(reason) BETWEEN 1 AND {REASON_LENGTH}", name="reason"),
        CheckConstraint("length(decided_by) > 0", name="decided_by"),
    )

    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    period: Mapped[StoredMonth] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(NAME_LENGTH))


make_append_only(WithheldMonth.__table__)
