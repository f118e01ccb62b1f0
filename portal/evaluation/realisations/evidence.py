"""Evidence of a realisation, as values: a link, a figure of the portal, a file."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.storage.files.kinds import FileKind
from portal.survey.elements import ELEMENTS
from portal.time.months import Month

# What stands in the place of an address that was taken away; its digest is kept beside.
GONE = "https://removed.invalid/"
# Of one realisation; more shows less.
MOST_LINKS = 5
MOST_FIGURES = 5
MOST_FILES = 10
# Of a person's files in a period, together.
MOST_FILE_BYTES = 50 * 1024 * 1024
# The figure of all elements together, and each element by its key.
HEADLINE = "headline"
MEASURES = (HEADLINE, *(str(each) for each in ELEMENTS))


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    LINK = "link"
    FIGURE = "figure"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure as it was published, by reference.

    :ivar address: of the place, such as ``desks/<code>``.
    :ivar period: month of the release.
    :ivar value: IKM, 25 to 100.
    :ivar n: rounded as it was published; None where even that is hidden.
    :ivar first_month: of what the figure covers, with ``last_month``, both inclusive.
    """

    release_id: int
    address: str
    period: Month
    measure: str
    value: Decimal
    n: int | None
    first_month: Month
    last_month: Month


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file that was sent.

    :ivar name: as it was called, still encrypted.
    :ivar size: bytes, as kept.
    :ivar removed_on: the day on which it was taken away; what it said is gone, its trace stays.
    """

    kind: FileKind
    name: bytes
    size: int
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class RemovalShown:
    """That a link or figure was taken away, or that a side asks the other one to agree to it.

    :ivar reason: still encrypted; None once its time is over.
    :ivar removed_on: None while the other side has not agreed.
    """

    id: int
    asked_by: int
    asked_on: date
    reason: bytes | None
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence of a realisation.

    :ivar number: within its kind.
    :ivar shown: the address, or what it is called.
    :ivar digest: SHA-256 of what it says, in hexadecimal digits: for a document that has to last.
    :ivar opened_on: the day on which the other side said that a link could be opened.
    :ivar figure: for a figure only, as ``file`` for a file.
    :ivar removal: of a link or figure that was or may be taken away.
    """

    kind: EvidenceKind
    number: int
    realisation_id: int
    shown: str
    added_on: date
    digest: str
    opened_on: date | None = None
    figure: FigureShown | None = None
    file: FileShown | None = None
    removal: RemovalShown | None = None

    @property
    def removed_on(self) -> date | None:
        """The day on which it was taken away; its trace stays. None while it is there."""
        if self.file is not None:
            return self.file.removed_on
        return None if self.removal is None else self.removal.removed_on


def link_digest(link: str) -> str:
    """Return the digest of an address, in hexadecimal digits."""
    return hashlib.sha256(link.encode()).hexdigest()
