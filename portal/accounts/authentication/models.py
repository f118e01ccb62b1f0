"""The table of staff forms that arrived after the sign-in had ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base, UtcDateTime


class LateForm(Base):
    """What somebody typed, encrypted with a key that only the address of its page holds."""

    __tablename__ = "kept_form"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 32", name="token_hash"),
        CheckConstraint("length(device_hash) = 32", name="device_hash"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    #: The browser that sent the form; no other one opens it.
    device_hash: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
