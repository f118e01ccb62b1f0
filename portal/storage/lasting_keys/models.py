"""The table of the lasting keys with their fingerprints."""

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base, one_of
from portal.storage.lasting_keys.domain import KeyName


class LastingKey(Base):
    """How the database knows a lasting key again; during a rotation it knows two."""

    __tablename__ = "lasting_key"
    __table_args__ = (
        one_of("name", KeyName, name="name"),
        CheckConstraint("length(salt) = 16", name="salt"),
        CheckConstraint("length(digest) = 32", name="digest"),
        CheckConstraint("length(next_salt) = 16", name="next_salt"),
        CheckConstraint("length(next_digest) = 32", name="next_digest"),
        CheckConstraint("(next_salt IS NULL) = (next_digest IS NULL)", name="next"),
    )

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    #: The fingerprint of the key in use.
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    #: The fingerprint of the key that a rotation is changing to; None when none is under way.
    next_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: What is still needed of the keys before, sealed under the key in use; None before the first
    #: rotation.
    earlier: Mapped[bytes | None] = mapped_column(LargeBinary)
