"""Tables of browsers: signed in or half-way through, and known from before."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.sessions.domain import Stage
from portal.storage.backup.rows import NEVER_IN_BACKUP
from portal.storage.database import Base, UtcDateTime, is_hash, one_of

DEVICE_LENGTH = 80


class StaffSession(Base):
    """A browser that is signed in, or half-way through; holds the hash of its cookie.

    ``proved_at`` is when the person last gave password (and code); ``device`` is the browser
    in words, so that a person recognises their own sessions; ``offered_secret`` is an
    authenticator's encrypted secret that has been shown and not been confirmed yet.
    """

    __tablename__ = "staff_session"
    # A restored backup would bring back sessions that were ended since.
    __table_args__ = (
        is_hash("token_hash"),
        one_of("stage", Stage, name="stage"),
        {"info": NEVER_IN_BACKUP},
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_secret: Mapped[str | None] = mapped_column(Text)


class KnownDevice(Base):
    """A browser an account has signed in from; strangers' failures never slow it down."""

    __tablename__ = "known_device"
    __table_args__ = (is_hash("device_hash"),)

    device_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
