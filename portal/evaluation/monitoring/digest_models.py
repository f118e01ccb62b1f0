"""Who wants the daily mail, and when the last one went out."""

from datetime import date

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base


class DigestChoice(Base):
    """An account's daily mail; who never chose and was never written to has no row."""

    __tablename__ = "digest_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    is_wanted: Mapped[bool] = mapped_column(Boolean(name="is_wanted"))
    #: The city's day of the last mail, so that a job that runs again writes nobody twice.
    sent_on: Mapped[date | None]
