"""The table of recovery codes."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base, is_hash


class RecoveryCode(Base):
    """A code that stands in once for the authenticator, as its hash; a used one is gone."""

    __tablename__ = "recovery_code"
    __table_args__ = (is_hash("code_hash"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
