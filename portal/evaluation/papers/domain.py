"""A signed paper as values: what it is about, who signed it, and who may do what with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.storage.files.kinds import FileKind

# Part of an act by which nothing was done on paper: from then on the person writes themself.
TAKEN_OVER = -1


class PaperKind(StrEnum):
    """What somebody signed; never steps or levels (staff evaluation paper, section 8)."""

    PLAN = "plan"
    REALISATION = "realisation"
    RECEIPT = "receipt"
    OBJECTION = "objection"


class SignedImpossible(ValueError):
    """A day of signing that is still to come, or lies before what was signed."""


@dataclass(frozen=True, slots=True)
class PaperAbout:
    """What a paper is about.

    :ivar person_id: who signed it.
    :ivar plan_id: of that person; the paper's term counts from the plan's last day.
    :ivar about_id: number of the plan's version, of the period, of the yearly evaluation, or of
        the objection.
    """

    kind: PaperKind
    person_id: int
    plan_id: int
    about_id: int


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper that was recorded.

    :ivar kept_at: where it lies, still encrypted; None once its time is over.
    :ivar sha256: of the scan as kept, before it was encrypted.
    :ivar recorded_by: number of the account.
    :ivar stored_as: None once the scan's time is over.
    :ivar key: the scan's own key, still encrypted.
    """

    id: int
    about: PaperAbout
    signed_on: date
    kept_at: bytes | None
    file_kind: FileKind
    sha256: str
    recorded_by: int
    recorded_at: datetime
    stored_as: str | None
    key: bytes | None


@dataclass(frozen=True, slots=True)
class PaperUse:
    """An act of a person for which a paper stands.

    :ivar part: key of the indicator; 0 where the paper stands for the whole, ``TAKEN_OVER`` where
        its person went on without it.
    :ivar happened_at: the moment of the act, as its own history has it.
    """

    paper_id: int
    part: int
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class RecentPaper:
    """A paper as its person is told of it.

    :ivar has_scan: False once the scan was withdrawn or its time is over.
    """

    id: int
    kind: PaperKind
    signed_on: date
    recorded_at: datetime
    has_scan: bool
