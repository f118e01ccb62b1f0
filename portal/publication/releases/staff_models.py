"""Tables of what only staff may read: a draft, and what came out with its release."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.publication.releases.models import ADDRESS_LENGTH
from portal.storage.row_rules import Base, is_period, make_append_only
from portal.time.month_columns import StoredMonth


class StaffDraft(Base):
    """A staff document of a release that is prepared; it is replaced with its draft."""

    __tablename__ = "staff_draft"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class StaffDocument(Base):
    """A staff document whose release is out; like what is public it never changes.

    It has no digest in the ledger, which everybody reads: so few figures are possible for one
    officer that trying all of them would find the one that fits.
    """

    __tablename__ = "staff_document"
    __table_args__ = (
        Index("ix_staff_document_latest", "address", "period"),
        is_period("period", name="period"),
    )

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    period: Mapped[StoredMonth]
    body: Mapped[str] = mapped_column(Text)


make_append_only(StaffDocument.__table__)
