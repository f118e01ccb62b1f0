"""What shows a realisation, as values: a link, a figure of the portal, a file."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.storage.files.kinds import FileKind
from portal.survey.elements import ELEMENTS
from portal.time.months import Month

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
class Evidence:
    """A piece of evidence of a realisation.

    :ivar number: within its kind.
    :ivar shown: the address, or what it is called.
    :ivar digest: SHA-256 of what it says, in hexadecimal digits: for a document that has to last.
    :ivar opened_on: the day on which the other side said that a link could be opened.
    :ivar figure: for a figure only, as ``file`` for a file.
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
