"""Tables of evidence that is no link: a figure of the portal by reference, and a file."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.realisations.evidence import MEASURES
from portal.evaluation.realisations.evidence_refusals import FIGURE_RULES, FILE_RULES
from portal.evaluation.realisations.models import WORD
from portal.storage.files.kinds import FileKind
from portal.storage.row_rules import Base, is_period, keep_rules, one_of
from portal.storage.texts.columns import EncryptedText
from portal.time.month_columns import StoredMonth

ADDRESS = 100
NAME = 200
DIGEST = 64
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
    period: Mapped[StoredMonth]
    measure: Mapped[str] = mapped_column(String(WORD))
    #: IKM, 25 to 100.
    value: Mapped[Decimal] = mapped_column(IKM)
    #: Rounded as it was published; None where even that is hidden.
    n: Mapped[int | None]
    first_month: Mapped[StoredMonth]
    last_month: Mapped[StoredMonth]
    #: Of the published document.
    sha256: Mapped[str] = mapped_column(String(DIGEST))
    added_on: Mapped[date]


class RealisationFile(Base):
    """A file that was sent: its trace for ever, its content until it is taken away.

    The content lies encrypted in the table of contents; the key is its own, and gone with it.
    """

    __tablename__ = "realisation_file"
    __table_args__ = (
        one_of("kind", FileKind, name="kind"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint(f"length(sha256) = {DIGEST}", name="sha256"),
        CheckConstraint(
            "(removed_on IS NULL) = (stored_as IS NOT NULL) "
            "AND (stored_as IS NULL) = (file_key IS NULL)",
            name="content",
        ),
        CheckConstraint("removal_reason IS NULL OR removed_on IS NOT NULL", name="removal"),
        Index("ix_realisation_file_plan_id_period_number", "plan_id", "period_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"))
    period_number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(WORD))
    #: As it was called when it was sent.
    name: Mapped[bytes] = mapped_column(EncryptedText)
    #: Bytes, as kept.
    size: Mapped[int]
    #: Of the file as kept, before it was encrypted.
    sha256: Mapped[str] = mapped_column(String(DIGEST))
    stored_as: Mapped[str | None] = mapped_column(ForeignKey("stored_content.name"), unique=True)
    #: Opens this file and no other.
    file_key: Mapped[bytes | None] = mapped_column(EncryptedText)
    added_on: Mapped[date]
    removed_on: Mapped[date | None]
    #: None where it was taken away because its time was over.
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    removal_reason: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(RealisationFigure.__table__, *FIGURE_RULES)
keep_rules(RealisationFile.__table__, *FILE_RULES)
