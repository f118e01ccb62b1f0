"""What shows a realisation, as values: a link, a figure of the portal, a file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Of one realisation; more shows less.
MOST_LINKS = 5


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    LINK = "link"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence of a realisation.

    :ivar number: within its kind.
    :ivar shown: the address, or what it is called.
    :ivar digest: SHA-256 of what it says, in hexadecimal digits: for a document that has to last.
    :ivar opened_on: the day on which the other side said that a link could be opened.
    """

    kind: EvidenceKind
    number: int
    realisation_id: int
    shown: str
    added_on: date
    digest: str
    opened_on: date | None = None
