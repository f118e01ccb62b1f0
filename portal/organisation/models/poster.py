"""The table of poster codes: what a printed QR holds, so that a poster can be rotated."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, one_of
from portal.organisation.domain import PosterState


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
