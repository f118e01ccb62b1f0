"""The table of staff forms that were typed and not sent yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.drafts.domain import LONGEST_ADDRESS
from portal.storage.database import Base, UtcDateTime
from portal.storage.row_rules import EncryptedText


class FormDraft(Base):
    """What a person typed into the form that is sent to ``address``; one draft a form."""

    __tablename__ = "form_draft"
    __table_args__ = (CheckConstraint("revision > 0", name="revision"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), primary_key=True)
    #: How often it was kept: two tabs see each other by it.
    revision: Mapped[int]
    #: The names and values of the fields as JSON, encrypted.
    fields: Mapped[bytes] = mapped_column(EncryptedText)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
