"""Tables of evidence beside links: figures of the portal, files, and what was taken away."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.realisations.evidence import MEASURES
from portal.evaluation.realisations.evidence_refusals import FIGURE_RULES, FILE_RULES, REMOVAL_RULES
from portal.evaluation.realisations.models import WORD
from portal.storage.files.kinds import FileKind
from portal.storage.row_rules import Base, EncryptedText, is_period, keep_rules, one_of
from portal.time.month_columns import StoredMonth

ADDRESS = 100
NAME = 200
DIGEST = 64
IKM = Numeric(6, 2)
_STANDS = text("ended_on IS NULL")


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


class EvidenceRemoval(Base):
    """That a link or a figure was taken away, and why: until both sides agree it is asked for.

    Before the answer its side does it alone. Of a link the address goes and its digest stays.
    """

    __tablename__ = "evidence_removal"
    __table_args__ = (
        CheckConstraint("(link_id IS NULL) <> (figure_id IS NULL)", name="one_piece"),
        CheckConstraint(f"length(sha256) = {DIGEST}", name="sha256"),
        CheckConstraint("(removed_by IS NULL) = (removed_on IS NULL)", name="removed"),
        CheckConstraint("(ended_by IS NULL) = (ended_on IS NULL)", name="ended"),
        CheckConstraint("removed_on IS NULL OR ended_on IS NULL", name="one_end"),
        Index(
            "ux_evidence_removal_link",
            "link_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "ux_evidence_removal_figure",
            "figure_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("realisation_link.id"))
    figure_id: Mapped[int | None] = mapped_column(ForeignKey("realisation_figure.id"))
    #: Of what it said.
    sha256: Mapped[str] = mapped_column(String(DIGEST))
    #: None once its time is over.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    asked_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    asked_on: Mapped[date]
    #: Who agreed; before the answer who asked.
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    removed_on: Mapped[date | None]
    #: Who declined or took the request back.
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    ended_on: Mapped[date | None]


keep_rules(RealisationFigure.__table__, *FIGURE_RULES)
keep_rules(RealisationFile.__table__, *FILE_RULES)
keep_rules(EvidenceRemoval.__table__, *REMOVAL_RULES)
