"""Tables of how people's days are changed: who entered, decided, was informed, looked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.organisation.people.domain import REASON_LENGTH, ChangeKind, ChangeState
from portal.storage.database import Base, UtcDateTime, one_of


class PeopleChange(Base):
    """A change that waits, or that another person than the one who entered it decided."""

    __tablename__ = "people_change"
    __table_args__ = (
        one_of("kind", ChangeKind, name="kind"),
        one_of("state", ChangeState, name="state"),
        CheckConstraint("length(reason) > 0", name="reason"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by"),
        CheckConstraint("decided_by <> entered_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: The change itself as JSON.
    body: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: What whoever decided says; empty where there was nothing to say.
    answer: Mapped[str] = mapped_column(String(REASON_LENGTH), server_default="")


class PersonNotice(Base):
    """That a person is told of a confirmed change that concerns them."""

    __tablename__ = "person_notice"

    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("people_change.id"), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: None until the person has opened the page that says it.
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SuperiorDoubt(Base):
    """That a person says: this is not my superior; one at a time waits for the coordinator."""

    __tablename__ = "superior_doubt"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by"),
        Index(
            "uq_superior_doubt_open",
            "person_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Who was recorded as superior then; None where nobody was.
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    note: Mapped[str] = mapped_column(String(REASON_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str] = mapped_column(String(REASON_LENGTH), server_default="")


class ContentLook(Base):
    """That somebody looked at content about another person today; the audit log says it once."""

    __tablename__ = "content_look"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
