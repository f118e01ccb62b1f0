"""Tables of earlier publications: totals that another system computed, each with its source."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.publication.earlier_results.reading import SOURCE_LENGTH
from portal.storage.database import Base, one_of
from portal.survey.elements import ELEMENTS
from portal.time.months import FIRST_YEAR, LAST_YEAR, spans_of_year

# Numbers are kept in whole units of the fourth decimal.
UNITS = 10_000
DIGEST_BYTES = 32
_SUFFIXES = ", ".join(f"'{str(span)[4:]}'" for span in spans_of_year(FIRST_YEAR))


class ResultsFile(Base):
    """A file that was taken in, by the digest of its bytes, so that none is taken in twice."""

    __tablename__ = "results_file"
    __table_args__ = (
        CheckConstraint(f"length(sha256) = {DIGEST_BYTES}", name="sha256"),
        UniqueConstraint("sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    imported_on: Mapped[date]


class EarlierTotal(Base):
    """The total of one place and period; ``unit_id`` is None for a whole agency."""

    __tablename__ = "earlier_total"
    __table_args__ = (
        CheckConstraint(
            f"substr(period, 1, 4) BETWEEN '{FIRST_YEAR}' AND '{LAST_YEAR}' "
            f"AND substr(period, 5) IN ({_SUFFIXES})",
            name="period",
        ),
        CheckConstraint("respondents > 0", name="respondents"),
        CheckConstraint(f"ikm BETWEEN {25 * UNITS} AND {100 * UNITS}", name="ikm"),
        CheckConstraint(f"length(source) BETWEEN 1 AND {SOURCE_LENGTH}", name="source"),
        Index(
            "uq_earlier_total_place",
            "agency_id",
            text("coalesce(unit_id, 0)"),
            "period",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("results_file.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    period: Mapped[str] = mapped_column(String(7))
    respondents: Mapped[int]
    ikm: Mapped[int]
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    elements: Mapped[list["EarlierElement"]] = relationship(cascade="all, delete-orphan")


class EarlierElement(Base):
    """The mean answer (NRR) of one element of an earlier total."""

    __tablename__ = "earlier_element"
    __table_args__ = (
        one_of("element", ELEMENTS, name="element"),
        CheckConstraint(f"nrr BETWEEN {UNITS} AND {4 * UNITS}", name="nrr"),
    )

    total_id: Mapped[int] = mapped_column(ForeignKey("earlier_total.id"), primary_key=True)
    element: Mapped[str] = mapped_column(String(20), primary_key=True)
    nrr: Mapped[int]
