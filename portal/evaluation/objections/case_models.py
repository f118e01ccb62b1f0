"""Tables beside a case: the key of its texts, and the files among its new evidence."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.objections.case_refusals import FILE_RULES, KEY_RULES
from portal.evaluation.objections.models import WORD
from portal.storage.files.kinds import FileKind
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

DIGEST = 64


class ObjectionKey(Base):
    """The key of a case's texts, wrapped by the key of texts; destroyed, nobody reads them."""

    __tablename__ = "objection_key"
    __table_args__ = (
        CheckConstraint("(wrapped_key IS NULL) = (expired_on IS NOT NULL)", name="expired"),
    )

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("objection.id"), primary_key=True, autoincrement=False
    )
    wrapped_key: Mapped[bytes | None] = mapped_column(EncryptedText)
    expired_on: Mapped[date | None]


class ObjectionFile(Base):
    """A file that a side sent as evidence: its trace for ever, its content until it goes.

    The content lies encrypted in the table of contents; the key is its own, and gone with it.
    """

    __tablename__ = "objection_file"
    __table_args__ = (
        one_of("kind", FileKind, name="kind"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint(f"length(sha256) = {DIGEST}", name="sha256"),
        CheckConstraint(
            "(removed_on IS NULL) = (stored_as IS NOT NULL) "
            "AND (stored_as IS NULL) = (file_key IS NULL)",
            name="content",
        ),
        CheckConstraint(
            "(removal_reason IS NULL) = (removed_by IS NULL) "
            "AND (removal_reason IS NULL OR removed_on IS NOT NULL)",
            name="removal",
        ),
    )

    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("objection_evidence.id"), primary_key=True, autoincrement=False
    )
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), index=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    #: As it was called when it was sent.
    name: Mapped[bytes] = mapped_column(EncryptedText)
    #: Bytes, as kept.
    size: Mapped[int]
    #: Of the file as kept, before it was encrypted.
    sha256: Mapped[str] = mapped_column(String(DIGEST))
    stored_as: Mapped[str | None] = mapped_column(ForeignKey("stored_content.name"), unique=True)
    #: Opens this file and no other.
    file_key: Mapped[bytes | None] = mapped_column(EncryptedText)
    removed_on: Mapped[date | None]
    #: None where its time was over.
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    removal_reason: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(ObjectionKey.__table__, *KEY_RULES)
keep_rules(ObjectionFile.__table__, *FILE_RULES)
