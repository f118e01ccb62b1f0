"""Tables of poster codes, so that a poster can be rotated, and of how often they were scanned."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.organisation.places.catalogue import PosterState
from portal.storage.database import Base, is_period, one_of
from portal.time.month_columns import StoredMonth


class Poster(Base):
    """A code printed on posters of one desk; at most one of a desk's codes is current."""

    __tablename__ = "poster"
    __table_args__ = (
        one_of("state", PosterState, name="state"),
        CheckConstraint("length(code) BETWEEN 6 AND 16", name="code"),
        Index(
            "uq_poster_current",
            "desk_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))


class PosterScan(Base):
    """How often the posters of a desk were scanned in a month; the month is all the time kept."""

    __tablename__ = "poster_scan"
    __table_args__ = (
        is_period("period", name="period"),
        CheckConstraint("scans > 0", name="scans"),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    period: Mapped[StoredMonth] = mapped_column(primary_key=True)
    scans: Mapped[int]
