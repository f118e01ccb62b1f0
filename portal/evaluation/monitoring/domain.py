"""Notes, dialogues and difficulties as values: who may still change what, and who has to act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.evaluation.rules.states import DialogueState, NoteState

# A note is changed for a day after it was written, and no longer once the other side read it.
EDITABLE_FOR = timedelta(days=1)
# A dialogue counts as held in these states: disputed, nobody agrees on what was said.
SPOKEN = frozenset({DialogueState.HELD, DialogueState.CONFIRMED})


# Returns whether an encrypted text, or None, says the same as one that is about to be kept.
IsSame = Callable[[bytes | None], bool]


def differs(_locked: bytes | None) -> bool:
    """Return that a text says something else: of texts that nobody sends twice."""
    return False


class DifficultyCause(StrEnum):
    """Why something is difficult: which help is of use. *Personal* is never told in detail."""

    SKILL = "skill"
    LOAD = "load"
    TOOLS = "tools"
    PROCESS = "process"
    PERSONAL = "personal"
    UNCLEAR_EXPECTATION = "unclear_expectation"


@dataclass(frozen=True, slots=True)
class Addition:
    """What was added to a note; ``text`` is encrypted."""

    writer_id: int
    text: bytes
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackNote:
    """Feedback about a person, by the superior, an adviser or the person; encrypted.

    :ivar additions: in the order in which they were added.
    """

    id: int
    about_id: int
    writer_id: int
    text: bytes
    state: NoteState
    revision: int
    written_at: datetime
    written_on: date
    additions: tuple[Addition, ...] = ()

    def may_be_edited(self, *, by: int | None, now: datetime) -> bool:
        """Return whether ``by`` may still change the text."""
        is_recent = self.written_at <= now < self.written_at + EDITABLE_FOR
        return by == self.writer_id and self.state is NoteState.WRITTEN and is_recent


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A talk between a person and the superior; texts are encrypted.

    :ivar planned_for: the day on which it is to be held.
    :ivar recorded_by: who writes, or wrote, what was said; None while nobody began.
    :ivar held_on: None until it was held.
    :ivar next_on: the day of the next step; None where there is none.
    :ivar decided_by: who confirmed or disputed it.
    """

    id: int
    person_id: int
    superior_id: int
    planned_for: date
    state: DialogueState
    revision: int
    topic: bytes | None
    recorded_by: int | None
    held_on: date | None
    talked: bytes | None
    outcome: bytes | None
    next_step: bytes | None
    next_on: date | None
    decided_by: int | None

    @property
    def sides(self) -> frozenset[int]:
        """The two who talk."""
        return frozenset({self.person_id, self.superior_id})

    @property
    def answerer(self) -> int | None:
        """Who confirms or disputes what was recorded; None while nothing waits."""
        if self.state is not DialogueState.HELD:
            return None
        return next(iter(self.sides - {self.recorded_by}), None)

    @property
    def spoken_on(self) -> date | None:
        """The day on which the two talked; None where they did not, or disagree about it."""
        return self.held_on if self.state in SPOKEN else None

    def may_be_recorded_by(self, person_id: int | None) -> bool:
        """Return whether somebody may write what was said: one side, who began first."""
        is_free = self.recorded_by in {None, person_id}
        return self.state is DialogueState.PLANNED and person_id in self.sides and is_free


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A difficulty that was found, with its cause and what is done; texts are encrypted.

    :ivar support: what the superior provides.
    :ivar due_on: when both look whether it helped.
    :ivar outcome: None until then.
    """

    id: int
    person_id: int
    found_by: int
    found_on: date
    cause: DifficultyCause
    text: bytes
    measure: bytes
    support: bytes
    due_on: date
    revision: int
    settled_on: date | None
    outcome: bytes | None
