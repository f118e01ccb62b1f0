"""The table of one-time links that were asked for and not answered yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.domain.asked_links import SEALED_BYTES
from portal.storage.database import Base, UtcDateTime


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
