"""The table of what the city decided about its settings; nothing in it is ever changed."""

from datetime import date

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.settings import CITY_CHOICES, LEAST_REASON, REASON_LENGTH, VALUE_LENGTH
from portal.storage.row_rules import Base, make_append_only

NAME_LENGTH = 40
PERSON_LENGTH = 160
MOST_PICTURE_BYTES = 400_000


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


class CityEmblem(Base):
    """A coat of arms as it is sent; ``fingerprint`` is its kind and the SHA-256 of its bytes."""

    __tablename__ = "city_emblem"
    __table_args__ = (
        CheckConstraint("substr(fingerprint, 1, 4) IN ('svg-', 'png-')", name="fingerprint"),
        CheckConstraint(f"length(picture) BETWEEN 1 AND {MOST_PICTURE_BYTES}", name="picture"),
    )

    fingerprint: Mapped[str] = mapped_column(String(VALUE_LENGTH), primary_key=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary)


make_append_only(CitySettingChange.__table__)
make_append_only(CityEmblem.__table__)
