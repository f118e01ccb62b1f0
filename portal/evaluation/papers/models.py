"""Tables of signed papers: each with its scan, and the acts for which it stands."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.papers.domain import PaperKind
from portal.evaluation.papers.refusals import PAPER_RULES
from portal.storage.files.kinds import FileKind
from portal.storage.row_rules import (
    Base,
    EncryptedText,
    UtcDateTime,
    keep_rules,
    make_append_only,
    one_of,
)

WORD = 24
DIGEST = 64


class PaperRecord(Base):
    """A paper that a person signed: its trace for ever, its scan until its time is over.

    The scan lies encrypted in the table of contents; the key is its own, and gone with it.
    """

    __tablename__ = "paper_record"
    __table_args__ = (
        one_of("kind", PaperKind, name="kind"),
        one_of("file_kind", FileKind, name="file_kind"),
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint(f"length(sha256) = {DIGEST}", name="sha256"),
        CheckConstraint(
            "(removed_on IS NULL) = (stored_as IS NOT NULL) "
            "AND (stored_as IS NULL) = (file_key IS NULL) "
            "AND (stored_as IS NULL) = (kept_at IS NULL)",
            name="content",
        ),
        Index("ix_paper_record_kind_about_id", "kind", "about_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    plan_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    #: Of the version, the period, the yearly evaluation or the objection.
    about_id: Mapped[int]
    #: The day that stands on the paper.
    signed_on: Mapped[date]
    #: Where the paper lies.
    kept_at: Mapped[bytes | None] = mapped_column(EncryptedText)
    file_kind: Mapped[str] = mapped_column(String(WORD))
    #: Bytes, as kept.
    size: Mapped[int]
    #: Of the scan as kept, before it was encrypted.
    sha256: Mapped[str] = mapped_column(String(DIGEST))
    stored_as: Mapped[str | None] = mapped_column(ForeignKey("stored_content.name"), unique=True)
    #: Opens this scan and no other.
    file_key: Mapped[bytes | None] = mapped_column(EncryptedText)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_on: Mapped[date | None]


class PaperAct(Base):
    """An act of the person for which a paper stands: the sending, a report, the receipt."""

    __tablename__ = "paper_act"

    paper_id: Mapped[int] = mapped_column(
        ForeignKey("paper_record.id"), primary_key=True, autoincrement=False
    )
    #: Key of the indicator; 0 where the paper stands for the whole, -1 where its person went on
    #: themself.
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: As the history of the matter has it.
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)


keep_rules(PaperRecord.__table__, *PAPER_RULES)
make_append_only(PaperAct.__table__)
