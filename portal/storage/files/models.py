"""The table that holds files where no folder is set: encrypted, under names that say nothing."""

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.row_rules import Base, keep_rules, stays

NAME_LENGTH = 32


class StoredContent(Base):
    """An encrypted file; its key lies with whoever refers to it."""

    __tablename__ = "stored_content"
    __table_args__ = (CheckConstraint(f"length(name) = {NAME_LENGTH}", name="name"),)

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


keep_rules(StoredContent.__table__, stays("stored_content", "name", "content"))
