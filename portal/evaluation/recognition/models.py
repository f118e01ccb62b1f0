"""Tables of what was decided and of certificates."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.recognition.refusals import AWARD_RULES, CERTIFICATE_RULES
from portal.evaluation.rules.states import AwardState
from portal.storage.row_rules import Base, EncryptedText, is_hash, keep_rules, one_of

WORD, CERTIFICATE_NUMBER = 24, 40


class AwardRow(Base):
    """An award of a scheme, what its winner said about being named, and whether it stands."""

    __tablename__ = "award"
    __table_args__ = (
        one_of("state", AwardState, name="state"),
        UniqueConstraint("scheme_id", "place"),
        UniqueConstraint("scheme_id", "person_id"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("decider_id <> person_id", name="not_for_oneself"),
        CheckConstraint(
            "(name_consent IS NULL) = (consent_on IS NULL) "
            "AND (name_consent IS NULL) = (photo_consent IS NULL)",
            name="consent",
        ),
        CheckConstraint("photo_consent IS NOT TRUE OR name_consent", name="photo_with_name"),
        CheckConstraint(
            "(state = 'taken_back') = (taken_back_on IS NOT NULL) "
            "AND (state = 'given' OR review_reason IS NOT NULL)",
            name="taken_back",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"))
    #: 1 for the first award.
    place: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Where the winner worked when it was decided.
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    state: Mapped[str] = mapped_column(String(WORD))
    #: The mayor; None where the mayor has no record as a person.
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    decided_on: Mapped[date]
    #: Why somebody else than the one who was proposed.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    name_consent: Mapped[bool | None] = mapped_column(Boolean(name="name_consent"))
    photo_consent: Mapped[bool | None] = mapped_column(Boolean(name="photo_consent"))
    #: When the winner last said something about it.
    consent_on: Mapped[date | None]
    #: Whether the name was public once.
    was_named: Mapped[bool] = mapped_column(Boolean(name="was_named"), default=False)
    #: Whether an unnamed winner's agency may be said; fixed at the announcement.
    names_agency: Mapped[bool | None] = mapped_column(Boolean(name="names_agency"))
    #: Why it was kept or taken back after the winner's result changed.
    review_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    reviewed_on: Mapped[date | None]
    taken_back_on: Mapped[date | None]


class CertificateRow(Base):
    """The certificate of an award, made when its winner asks for it."""

    __tablename__ = "award_certificate"
    __table_args__ = (is_hash("code_hash"),)

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(CERTIFICATE_NUMBER), unique=True)
    #: Under a key outside the database; how the check page finds it.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    #: The code itself, for printing the same certificate again.
    code: Mapped[bytes] = mapped_column(EncryptedText)
    issued_on: Mapped[date]
    #: Since when the check page shows it no more.
    ended_on: Mapped[date | None]


keep_rules(AwardRow.__table__, *AWARD_RULES)
keep_rules(CertificateRow.__table__, *CERTIFICATE_RULES)
