"""Matters about which a paper may be recorded, as the page that records it finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.evaluation.papers.domain import PaperAbout
from portal.evaluation.papers.service import SignedPaper
from portal.organisation.people.queries import persons
from portal.web.extensions import db


@dataclass(frozen=True, slots=True)
class PaperMatter:
    """Something about which a coordinator may record a paper now.

    :ivar revision: that the page shows; 0 where nothing was written yet.
    :ivar first: earliest day on which it can have been signed.
    :ivar act: how the audit log calls it.
    :ivar record: keeps the paper and does what it stands for, as the page showed it with a
        revision; returns where to go then, None where it changed meanwhile.
    """

    about: PaperAbout
    revision: int
    first: date
    act: str
    record: Callable[[SignedPaper, int], str | None]

    @property
    def name(self) -> str:
        """What the person is called."""
        return persons(db.session(), {self.about.person_id})[self.about.person_id].name


# Finds what may be recorded by the number in the address; None for everything else.
Finder = Callable[[int], PaperMatter | None]
