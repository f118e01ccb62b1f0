"""Tables of releases, the documents they published, drafts of those, and the ledger."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.publication.figures.documents import LONGEST_HOLD_DAYS, ReleaseKind, ReleaseState
from portal.storage.row_rules import Base, is_period, make_append_only, one_of
from portal.time.month_columns import StoredMonth

ADDRESS_LENGTH = 100
DIGEST_LENGTH = 64


def _is_digest(column: str, *, name: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = {DIGEST_LENGTH}", name=name)


class Release(Base):
    """A publication from its draft to its day; ``edition`` names it, such as ``2026-01``.

    ``due_on`` is the fixed day; a hold moves it once, by ``held_days`` counted from then.
    ``last_exclusion`` is the newest decision on left out ratings that the draft applies;
    ``figures_shown`` and ``figures_hidden`` count it. All three are None for releases that
    were made before they were kept.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("kind", "edition"),
        one_of("kind", ReleaseKind, name="kind"),
        one_of("state", ReleaseState, name="state"),
        is_period("period", name="period"),
        CheckConstraint(
            f"held_days IS NULL OR held_days BETWEEN 1 AND {LONGEST_HOLD_DAYS}", name="held_days"
        ),
        CheckConstraint(
            "(held_days IS NULL) = (hold_reason IS NULL) "
            "AND (held_days IS NULL) = (held_by IS NULL)",
            name="hold",
        ),
        CheckConstraint("state <> 'held' OR held_days IS NOT NULL", name="held"),
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="published"),
        CheckConstraint("(signed_by IS NULL) = (reflection IS NULL)", name="sign_off"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    edition: Mapped[str] = mapped_column(String(20))
    period: Mapped[StoredMonth]
    state: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date]
    prepared_on: Mapped[date]
    published_on: Mapped[date | None]
    signed_by: Mapped[str | None] = mapped_column(String(160))
    reflection: Mapped[str | None] = mapped_column(Text)
    held_by: Mapped[str | None] = mapped_column(String(160))
    held_days: Mapped[int | None]
    hold_reason: Mapped[str | None] = mapped_column(String(300))
    last_exclusion: Mapped[int | None]
    figures_shown: Mapped[int | None]
    figures_hidden: Mapped[int | None]


class Document(Base):
    """A published text, the same for ever; the newest period at an address is what readers see."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("release_id", "address"),
        Index("ix_document_latest", "address", "period", "id"),
        is_period("period", name="period"),
        _is_digest("sha256", name="sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    period: Mapped[StoredMonth]
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    published_on: Mapped[date]
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(DIGEST_LENGTH))


class DraftDocument(Base):
    """A document of a release that is prepared; it moves to ``document`` unchanged."""

    __tablename__ = "draft_document"
    __table_args__ = (_is_digest("sha256", name="sha256"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(DIGEST_LENGTH))


class LedgerEntry(Base):
    """One step of the publication's history; ``hash`` seals ``entry`` and the step before.

    ``entry`` is JSON: what happened and, for a publication, each document's digest.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint("id >= 1", name="id"),
        _is_digest("previous_hash", name="previous_hash"),
        _is_digest("hash", name="hash"),
        UniqueConstraint("previous_hash"),
        UniqueConstraint("hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_on: Mapped[date]
    entry: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    hash: Mapped[str] = mapped_column(String(DIGEST_LENGTH))


make_append_only(Document.__table__)
make_append_only(LedgerEntry.__table__)
