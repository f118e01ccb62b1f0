"""Tables of evidence that is no link: a figure of the portal by reference."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.realisations.evidence import MEASURES
from portal.evaluation.realisations.evidence_refusals import FIGURE_RULES
from portal.evaluation.realisations.models import WORD
from portal.storage.database import Base, is_period
from portal.storage.row_rules import keep_rules

ADDRESS = 100
NAME = 200
DIGEST = 64
MONTH = 7
IKM = Numeric(6, 2)


class RealisationFigure(Base):
    """A released figure of a place where the person served, as it was published."""

    __tablename__ = "realisation_figure"
    __table_args__ = (
        is_period("period", name="period"),
        is_period("first_month", name="first_month"),
        is_period("last_month", name="last_month"),
        CheckConstraint(f"measure IN {MEASURES}", name="measure"),
        CheckConstraint("value BETWEEN 25 AND 100", name="value"),
        CheckConstraint("n >= 0", name="n"),
        CheckConstraint(f"length(sha256) = {DIGEST}", name="sha256"),
        UniqueConstraint("realisation_id", "release_id", "address", "measure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    #: Of the place, such as ``desks/<code>``.
    address: Mapped[str] = mapped_column(String(ADDRESS))
    place_name: Mapped[str] = mapped_column(String(NAME))
    #: Month of the release.
    period: Mapped[str] = mapped_column(String(MONTH))
    measure: Mapped[str] = mapped_column(String(WORD))
    #: IKM, 25 to 100.
    value: Mapped[Decimal] = mapped_column(IKM)
    #: Rounded as it was published; None where even that is hidden.
    n: Mapped[int | None]
    first_month: Mapped[str] = mapped_column(String(MONTH))
    last_month: Mapped[str] = mapped_column(String(MONTH))
    #: Of the published document.
    sha256: Mapped[str] = mapped_column(String(DIGEST))
    added_on: Mapped[date]


keep_rules(RealisationFigure.__table__, *FIGURE_RULES)
