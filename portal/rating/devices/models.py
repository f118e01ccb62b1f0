"""Tables of machines that may act for an agency: queue machines, screens and kiosks."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.rating.devices.domain import NAME_LENGTH, DeviceKind
from portal.storage.database import Base, UtcDateTime, one_of


class ApiKey(Base):
    """A key with which an agency's queue machine fetches visit tickets; only its hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("length(key_hash) = 32", name="key_hash"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {NAME_LENGTH}", name="name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    is_revoked: Mapped[bool] = mapped_column(Boolean(name="is_revoked"), default=False)


class PairedDevice(Base):
    """A screen or kiosk at a desk; waits for its one-time code, then holds its own secret.

    Exactly one of the hashes of code and secret is there, or neither once it is revoked.
    """

    __tablename__ = "paired_device"
    __table_args__ = (
        one_of("kind", DeviceKind, name="kind"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {NAME_LENGTH}", name="name"),
        CheckConstraint("length(code_hash) = 32", name="code_hash"),
        CheckConstraint("length(secret_hash) = 32", name="secret_hash"),
        CheckConstraint("code_hash IS NULL OR secret_hash IS NULL", name="one_hash"),
        CheckConstraint("(code_hash IS NULL) = (code_ends_at IS NULL)", name="code_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    code_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
