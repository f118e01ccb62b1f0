"""The table of what the city decided about its settings; nothing in it is ever changed."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.settings import CITY_CHOICES, LEAST_REASON, REASON_LENGTH, VALUE_LENGTH
from portal.storage.database import Base
from portal.storage.row_rules import make_append_only

NAME_LENGTH = 40
PERSON_LENGTH = 160


class CitySettingChange(Base):
    """A decision; the newest of a name holds. ``value`` is what a variable would hold."""

    __tablename__ = "city_setting_change"
    __table_args__ = (
        CheckConstraint(f"name IN {CITY_CHOICES!r}", name="name"),
        CheckConstraint(
            f"length(reason) BETWEEN {LEAST_REASON} AND {REASON_LENGTH}", name="reason"
        ),
        CheckConstraint("length(decided_by) > 0", name="decided_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    value: Mapped[str] = mapped_column(String(VALUE_LENGTH))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(PERSON_LENGTH))


make_append_only(CitySettingChange.__table__)
