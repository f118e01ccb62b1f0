"""The table of letters to staff that the mail server did not take."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base, UtcDateTime


class UnsentLetter(Base):
    """A letter to be tried again; one that was given up keeps its row for a while, to be counted.

    ``sealed`` holds recipient, subject and text, readable with the portal's secret key only, since
    a letter may carry a one-time link. It is None once the letter was given up.
    """

    __tablename__ = "unsent_letter"
    __table_args__ = (
        CheckConstraint("tries >= 1", name="tries"),
        CheckConstraint("(sealed IS NULL) = (next_try_at IS NULL)", name="given_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: How often the mail server was asked.
    tries: Mapped[int]
    #: The kind of the last failure, such as ``ConnectionRefusedError``.
    failure: Mapped[str] = mapped_column(String(60))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When its reader could do nothing with it any more.
    useful_until: Mapped[datetime] = mapped_column(UtcDateTime)
    #: None once it was given up.
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
