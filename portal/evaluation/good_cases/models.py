"""The table of good cases."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.good_cases.refusals import CASE_RULES
from portal.evaluation.rules.help_states import GoodCaseState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24


class GoodCaseRow(Base):
    """What somebody did that others can learn from; public without a name, or not at all."""

    __tablename__ = "good_case"
    __table_args__ = (
        one_of("state", GoodCaseState, name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "(published_on IS NULL) = (names_agency IS NULL) "
            "AND (state <> 'published' OR published_on IS NOT NULL) "
            "AND (published_on IS NULL OR state IN ('published', 'withdrawn'))",
            name="published",
        ),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="declined"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Whose work it is about.
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    written_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    #: Where the person worked when it was written.
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    state: Mapped[str] = mapped_column(String(WORD), index=True)
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    title: Mapped[bytes] = mapped_column(EncryptedText)
    problem: Mapped[bytes] = mapped_column(EncryptedText)
    done: Mapped[bytes] = mapped_column(EncryptedText)
    changed: Mapped[bytes] = mapped_column(EncryptedText)
    made_on: Mapped[date]
    published_on: Mapped[date | None]
    #: Whether the agency is said: where it has people enough.
    names_agency: Mapped[bool | None] = mapped_column(Boolean(name="names_agency"))
    #: Why the office declined it.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(GoodCaseRow.__table__, *CASE_RULES)
