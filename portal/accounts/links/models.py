"""Tables of one-time links, and of those that were asked for and not answered yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.links.domain import SEALED_BYTES, LinkPurpose
from portal.storage.database import Base, UtcDateTime, is_hash, one_of


class OneTimeLink(Base):
    """An invitation or password link as the hash of its token; a used one is gone."""

    __tablename__ = "one_time_link"
    __table_args__ = (is_hash("token_hash"), one_of("purpose", LinkPurpose, name="purpose"))

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AskedLink(Base):
    """A request that was acknowledged; it goes with its answer, mostly within a second.

    ``sealed`` says who asked, readable with the portal's secret key only; every row is as long
    as any other, whether there is an account or not.
    """

    __tablename__ = "asked_link"
    __table_args__ = (CheckConstraint(f"length(sealed) = {SEALED_BYTES}", name="sealed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
