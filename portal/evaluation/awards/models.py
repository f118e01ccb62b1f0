"""Tables of award schemes, nominations and nominees."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.awards.domain import (
    LINE,
    MOST_CRITERIA,
    MOST_JURORS,
    MOST_PLACES,
    MOST_POINTS,
    NAME,
    TEXT,
    AwardForm,
    NominationWay,
    OutsideKind,
)
from portal.evaluation.awards.nominee_refusals import NOMINATION_RULES, NOMINEE_RULES, RECORD_RULES
from portal.evaluation.awards.scheme_refusals import CRITERION_RULES, LISTED_RULES, SCHEME_RULES
from portal.evaluation.rules.award_scores import LEAST_JURORS
from portal.evaluation.rules.states import NomineeState, SchemeState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD, DIGEST = 24, 64
_YEAR_OF = "substr(CAST({column} AS TEXT), 1, 4)"


class SchemeRow(Base):
    """A scheme of awards: its rules, which never change once they are published, and its course."""

    __tablename__ = "award_scheme"
    __table_args__ = (
        one_of("state", SchemeState, name="state"),
        one_of("form", AwardForm, name="form"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("year BETWEEN 2000 AND 2999", name="year"),
        CheckConstraint(f"places BETWEEN 1 AND {MOST_PLACES}", name="places"),
        CheckConstraint(f"jurors BETWEEN {LEAST_JURORS} AND {MOST_JURORS}", name="jurors"),
        CheckConstraint(
            "years BETWEEN 1 AND 5 AND outstanding BETWEEN 0 AND years AND hours BETWEEN 0 AND 200",
            name="eligibility",
        ),
        CheckConstraint("(state = 'draft') = (published_on IS NULL)", name="published"),
        CheckConstraint(
            f"{_YEAR_OF.format(column='published_on')} < CAST(year AS TEXT)", name="before_its_year"
        ),
        CheckConstraint(
            f"{_YEAR_OF.format(column='nominating_from')} > CAST(year AS TEXT) "
            "AND nominating_until >= nominating_from AND seed_due > nominating_until",
            name="calendar",
        ),
        CheckConstraint(
            "(numbers_digest IS NULL) = (frozen_on IS NULL) "
            "AND (numbers_digest IS NULL OR state NOT IN ('draft', 'published', 'nominating'))",
            name="frozen",
        ),
        CheckConstraint(
            "(seed IS NULL) = (seed_on IS NULL) "
            "AND (seed IS NULL OR (numbers_digest IS NOT NULL AND seed_on > frozen_on)) "
            "AND (seed IS NOT NULL OR state NOT IN ('judging', 'decided', 'announced', 'closed'))",
            name="seed_after_numbers",
        ),
        CheckConstraint(
            "(state IN ('decided', 'announced', 'closed')) = (decided_on IS NOT NULL)",
            name="decided",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME))
    purpose: Mapped[str] = mapped_column(String(TEXT))
    #: The calendar year that it counts.
    year: Mapped[int]
    #: How many awards are given.
    places: Mapped[int]
    #: How many seats the jury has.
    jurors: Mapped[int]
    form: Mapped[str] = mapped_column(String(WORD))
    #: Years running with *Baik* or better that are asked for.
    years: Mapped[int]
    #: How many of them *Sangat Baik*.
    outstanding: Mapped[int]
    #: Hours of training (*JP*) in the year, before absence is taken off.
    hours: Mapped[int]
    nominating_from: Mapped[date]
    #: Last day to nominate, inclusive.
    nominating_until: Mapped[date]
    #: The named public event whose outcome is the seed of the lot.
    seed_event: Mapped[str] = mapped_column(String(LINE))
    seed_due: Mapped[date]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    published_on: Mapped[date | None]
    #: SHA-256 of the eligible nominees' numbers, published before the seed exists.
    numbers_digest: Mapped[str | None] = mapped_column(String(DIGEST))
    frozen_on: Mapped[date | None]
    seed: Mapped[str | None] = mapped_column(String(LINE))
    #: When the event took place.
    seed_on: Mapped[date | None]
    decided_on: Mapped[date | None]


class CriterionRow(Base):
    """What the jury of a scheme gives points for."""

    __tablename__ = "award_criterion"
    __table_args__ = (
        CheckConstraint(f"number BETWEEN 1 AND {MOST_CRITERIA}", name="number"),
        CheckConstraint(f"points BETWEEN 1 AND {MOST_POINTS}", name="points"),
    )

    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(NAME))
    #: At most.
    points: Mapped[int]


class ListedJurorRow(Base):
    """Somebody on the list from which a scheme's jury is drawn; the list is published."""

    __tablename__ = "award_listed_juror"
    __table_args__ = (
        UniqueConstraint("scheme_id", "person_id"),
        CheckConstraint("place >= 1", name="place"),
    )

    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"), primary_key=True)
    #: Counts from 1; the lot is drawn over it.
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)


keep_rules(SchemeRow.__table__, *SCHEME_RULES)
keep_rules(CriterionRow.__table__, *CRITERION_RULES)
keep_rules(ListedJurorRow.__table__, *LISTED_RULES)


WORD, NUMBER = 24, 12


class NomineeRow(Base):
    """Somebody nominated in a scheme; never public."""

    __tablename__ = "award_nominee"
    __table_args__ = (
        one_of("state", NomineeState, name="state"),
        UniqueConstraint("scheme_id", "person_id"),
        UniqueConstraint("scheme_id", "number"),
        CheckConstraint("state <> 'eligible' OR number IS NOT NULL", name="number"),
        CheckConstraint(
            "state NOT IN ('eligible', 'not_eligible') OR screened IS NOT NULL", name="screened"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    state: Mapped[str] = mapped_column(String(WORD))
    #: Drawn at random when the nominees are frozen; the lot is drawn over it.
    number: Mapped[str | None] = mapped_column(String(NUMBER))
    #: Every rule with its outcome when the nominees were frozen.
    screened: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: The verified work result of the year as an exact fraction of percent.
    work_result: Mapped[bytes | None] = mapped_column(EncryptedText)


class NominationRow(Base):
    """What one person wrote of a nominee."""

    __tablename__ = "award_nomination"
    __table_args__ = (
        one_of("way", NominationWay, name="way"),
        UniqueConstraint("nominee_id", "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nominee_id: Mapped[int] = mapped_column(ForeignKey("award_nominee.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    way: Mapped[str] = mapped_column(String(WORD))
    made_on: Mapped[date]
    reason: Mapped[bytes] = mapped_column(EncryptedText)
    evidence: Mapped[bytes] = mapped_column(EncryptedText)


class RecordRow(Base):
    """What the office recorded of a nominee from outside; the last one of a kind counts."""

    __tablename__ = "award_record"
    __table_args__ = (
        one_of("kind", OutsideKind, name="kind"),
        CheckConstraint("(kind = 'predicate') = (year IS NOT NULL)", name="year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nominee_id: Mapped[int] = mapped_column(ForeignKey("award_nominee.id"), index=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    #: Of a predicate of an earlier year.
    year: Mapped[int | None]
    #: ``yes`` or ``no``, a number of hours, or a predicate.
    value: Mapped[str] = mapped_column(String(WORD))
    #: The letter or record that says so.
    source: Mapped[str] = mapped_column(String(LINE))
    dated: Mapped[date]


keep_rules(NomineeRow.__table__, *NOMINEE_RULES)
keep_rules(NominationRow.__table__, *NOMINATION_RULES)
keep_rules(RecordRow.__table__, *RECORD_RULES)
