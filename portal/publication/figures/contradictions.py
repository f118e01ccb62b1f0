"""Contradictions in the stored data of a place: which place, which months, which table."""

from dataclasses import dataclass
from enum import StrEnum

from portal.rating.mixing.possible import Flaw
from portal.survey.elements import Element
from portal.time.months import MonthRange


class ContradictionKind(StrEnum):
    """What does not fit together, and in which table it stands."""

    NOT_ASKED = "not_asked"
    """Ratings answer an element that their service did not ask by the record (tally)."""
    NOT_ANSWERED = "not_answered"
    """Ratings lack an element that their service asked of everybody by the record (tally)."""
    ANOTHER_AGENCY = "another_agency"
    """Ratings at a desk name a service of another agency (tally)."""
    IMPOSSIBLE = "impossible"
    """Sums of ratings that no ratings can have; they count nowhere (tally)."""
    IMPOSSIBLE_PAPER = "impossible_paper"
    """The same of questionnaires on paper: no month's figures rest on them (tally)."""
    FIGURES = "figures"
    """A figure, published or drafted, does not fit the ratings that are counted (document)."""
    UNCHECKED = "unchecked"
    """The disclosure audit found no answer for an agency, so nothing of it is safe (document)."""


TABLES = {
    ContradictionKind.NOT_ASKED: "tally",
    ContradictionKind.NOT_ANSWERED: "tally",
    ContradictionKind.ANOTHER_AGENCY: "tally",
    ContradictionKind.IMPOSSIBLE: "tally",
    ContradictionKind.IMPOSSIBLE_PAPER: "tally",
    ContradictionKind.FIGURES: "document",
    ContradictionKind.UNCHECKED: "document",
}


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """One thing that cannot be true; the figures of the place at ``address`` are withheld.

    ``found`` ratings are counted, of ``expected`` that should be; ``element`` is empty where it
    is about ratings as a whole. ``flaw`` is the column of a tally that cannot be true.
    """

    address: str
    span: MonthRange
    kind: ContradictionKind
    element: Element | None = None
    found: int = 0
    expected: int = 0
    flaw: Flaw | None = None

    @property
    def table(self) -> str:
        """The table in which it stands."""
        return TABLES[self.kind]
