"""Matters about which a paper may be recorded, as the page that records it finds them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from portal.evaluation.on_paper.forms import SignedPaperForm
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
        revision; returns where to go then, None where it changed meanwhile or the form says
        why not.
    :ivar form: what the coordinator fills in.
    :ivar whose: how the audit log names it; empty for the person.
    """

    about: PaperAbout
    revision: int
    first: date
    act: str
    record: Callable[[SignedPaper, int], str | None]
    form: SignedPaperForm = field(default_factory=SignedPaperForm)
    whose: str = ""

    @property
    def subject(self) -> str:
        """How the audit log names what the paper is about."""
        return self.whose or f"person:{self.about.person_id}"

    @property
    def name(self) -> str:
        """What the person is called."""
        return persons(db.session(), {self.about.person_id})[self.about.person_id].name


# Finds what may be recorded by the number in the address; None for everything else.
Finder = Callable[[int], PaperMatter | None]
