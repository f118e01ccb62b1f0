"""Access to a person's notes, dialogues and difficulties: who may read and write which."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.monitoring.domain import FeedbackNote
from portal.organisation.people import queries as people
from portal.organisation.people.standing import StandingKind


@dataclass(frozen=True, slots=True)
class Reach:
    """What a viewer is to a person whose year is followed.

    :ivar viewer_id: None for an account without a person.
    :ivar superior_id: who talks with the person; None where nobody appraises.
    :ivar until: the last day of which a former superior reads; None for everybody else.
    """

    person_id: int
    viewer_id: int | None
    kinds: frozenset[StandingKind]
    is_auditor: bool
    superior_id: int | None
    until: date | None

    @property
    def is_person(self) -> bool:
        """Whether it is the own year."""
        return StandingKind.PERSON in self.kinds

    @property
    def is_side(self) -> bool:
        """Whether the viewer is one of the two who talk: the person or the appraiser."""
        return self.is_person or StandingKind.APPRAISER in self.kinds

    @property
    def may_note(self) -> bool:
        """Whether the viewer writes notes."""
        return self.is_side or StandingKind.ADVISER in self.kinds

    @property
    def may_talk(self) -> bool:
        """Whether the viewer plans and records dialogues: there is somebody to talk with."""
        return self.is_side and self.superior_id is not None

    @property
    def reads_all(self) -> bool:
        """Whether the viewer reads dialogues and difficulties, too."""
        return self.is_side or self.is_auditor or self.until is not None

    @property
    def may_open(self) -> bool:
        """Whether the page is there at all."""
        return self.reads_all or self.may_note

    @property
    def last_day(self) -> date | None:
        """The last day of which the viewer reads; None for everything."""
        return None if self.is_side or self.is_auditor else self.until

    def reads(self, note: FeedbackNote) -> bool:
        """Return whether the viewer reads a note: an adviser the own ones only."""
        if self.is_side or self.is_auditor:
            return True
        if note.writer_id == self.viewer_id:
            return True
        return self.until is not None and note.written_on <= self.until


def reach_of(
    session: Session, person_id: int, *, viewer_id: int | None, on: date, is_auditor: bool
) -> Reach:
    """Return what somebody is to a person on a day; of nobody an auditor reads nothing."""
    is_auditor = is_auditor and people.person(session, person_id) is not None
    if viewer_id is None:
        return Reach(person_id, None, frozenset(), is_auditor, None, None)
    standing = people.standing_on(session, on, person_ids={person_id, viewer_id})
    kinds = standing.kinds(viewer_id, about=person_id)
    until = None
    if StandingKind.FORMER_SUPERIOR in kinds:
        lines = standing.earlier.get(person_id, ())
        ends = [each.ends_on for each in lines if each.superior_id == viewer_id and each.ends_on]
        until = max(ends, default=None)
    superior = standing.appraiser_of(person_id)
    return Reach(person_id, viewer_id, kinds, is_auditor, superior, until)
