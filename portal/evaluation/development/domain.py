"""A programme as it stands: goals, check-ins, figures, and who may do what comes next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import (
    Measured,
    MeasuredEffect,
    ProgrammeOutcome,
    effect_day,
    effect_of,
    is_reached,
    outcome_by_facts,
)
from portal.evaluation.rules.states import ProgrammeState

MOST_GOALS = 5
# Working days from one check-in to the next, at the least and at the most.
SHORTEST, LONGEST = 5, 60
# States in which a programme is worked on.
UNDER_WAY = (ProgrammeState.RUNNING, ProgrammeState.EXTENDED)
ENDED = (ProgrammeState.REVIEWED, ProgrammeState.CLOSED)


class FigureKind(StrEnum):
    """When a figure of a goal was taken."""

    CHECK_IN = "check_in"
    RESULT = "result"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """A figure of a goal.

    :ivar source: where it stands, encrypted; None where a realisation gave it.
    :ivar realisation_id: the verified realisation that gave it; None where somebody told it.
    """

    kind: FigureKind
    measured: Measured
    taken_on: date
    source: bytes | None
    realisation_id: int | None


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to get better; texts are encrypted.

    :ivar plan_id: with ``indicator_key``, the indicator that it is about; both None for others.
    :ivar baseline: where it begins, with the number of cases where it is known.
    :ivar provides: what the superior provides.
    :ivar figures: in the order in which they were taken.
    """

    id: int
    weak_point: bytes
    plan_id: int | None
    indicator_key: int | None
    baseline: Measured
    target: Decimal
    unit: str
    direction: Direction
    due_on: date
    checked_by: bytes
    provides: bytes
    figures: tuple[GoalFigure, ...] = ()

    def figure(self, kind: FigureKind) -> GoalFigure | None:
        """Return the last figure of a kind, or None."""
        return next((each for each in reversed(self.figures) if each.kind == kind), None)

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal was reached; None before its result is known."""
        found = self.figure(FigureKind.RESULT)
        if found is None:
            return None
        return is_reached(found.measured.value, target=self.target, direction=self.direction)

    def change(self, kind: FigureKind) -> MeasuredEffect | None:
        """Return what changed from the baseline to the last figure of a kind, or None."""
        found = self.figure(kind)
        if found is None:
            return None
        return effect_of(self.baseline, later=found.measured, direction=self.direction)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A day on which both look at the programme; the note is encrypted.

    :ivar was_provided: whether the superior provided what was agreed; None before it was held.
    """

    id: int
    due_on: date
    held_on: date | None
    recorded_by: int | None
    note: bytes | None
    was_provided: bool | None


@dataclass(frozen=True, slots=True)
class Programme:
    """An improvement programme; texts are encrypted.

    :ivar every: working days from one check-in to the next.
    :ivar facts: what the goals' figures say; None before the review.
    :ivar outcome: what the superior decided; with a reason where the facts say something else.
    :ivar no_effect: why the effect is not measured; None while it is.
    :ivar cause: as both see it; None where none was told.
    """

    id: int
    person_id: int
    state: ProgrammeState
    revision: int
    reason: bytes
    proposed_by: int
    proposed_on: date
    starts_on: date
    every: int
    agreed_by: int | None
    agreed_on: date | None
    extended_to: date | None
    extend_reason: bytes | None
    facts: ProgrammeOutcome | None
    outcome: ProgrammeOutcome | None
    outcome_reason: bytes | None
    reviewed_by: int | None
    reviewed_on: date | None
    no_effect: bytes | None
    goals: tuple[Goal, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    cause: DifficultyCause | None = None

    @property
    def last_on(self) -> date:
        """The last day of a goal, or to which the programme was extended."""
        days = [self.starts_on, *(each.due_on for each in self.goals)]
        return max(days) if self.extended_to is None else self.extended_to

    @property
    def effect_on(self) -> date:
        """The day from which the effect can be looked at."""
        return effect_day(self.last_on)

    def last_day(self, goal: Goal) -> date:
        """Return the day by which a goal is to be reached."""
        return goal.due_on if self.extended_to is None else self.extended_to

    def by_facts(self) -> ProgrammeOutcome | None:
        """Return what the goals' results say; None while one is missing."""
        reached = [each.is_reached for each in self.goals]
        known = [each for each in reached if each is not None]
        return outcome_by_facts(known) if known and len(known) == len(reached) else None

    def goal(self, goal_id: int) -> Goal | None:
        """Return the goal of a number, or None."""
        return next((each for each in self.goals if each.id == goal_id), None)

    def check_in(self, check_in_id: int) -> CheckIn | None:
        """Return the check-in of a number, or None."""
        return next((each for each in self.check_ins if each.id == check_in_id), None)

    @property
    def line(self) -> "ProgrammeCourse":
        """Where it stands, without its content."""
        open_days = tuple(each.due_on for each in self.check_ins if each.held_on is None)
        return ProgrammeCourse(
            self.id,
            self.person_id,
            self.state,
            self.proposed_by,
            self.starts_on,
            self.last_on,
            open_days,
        )


@dataclass(frozen=True, slots=True)
class ProgrammeCourse:
    """Where a programme stands, without its content.

    :ivar last_on: the last day of a goal, or to which it was extended.
    :ivar open_days: of check-ins that nobody held.
    """

    id: int
    person_id: int
    state: ProgrammeState
    proposed_by: int
    starts_on: date
    last_on: date
    open_days: tuple[date, ...]

    @property
    def effect_on(self) -> date:
        """The day from which the effect can be looked at."""
        return effect_day(self.last_on)

    def is_check_in_due(self, today: date) -> bool:
        """Return whether the day of a check-in has come that nobody held."""
        return self.state in UNDER_WAY and any(each <= today for each in self.open_days)


Looked = Programme | ProgrammeCourse


@dataclass(frozen=True, slots=True)
class Sides:
    """Who somebody is to a person with programmes; by default one of the two sides.

    :ivar viewer_id: None for an account without a person.
    """

    person_id: int
    viewer_id: int | None
    is_appraiser: bool
    is_above: bool = False
    is_auditor: bool = False
    has_superior: bool = True

    @property
    def is_person(self) -> bool:
        """Whether it is the own programme."""
        return self.viewer_id == self.person_id

    @property
    def is_side(self) -> bool:
        """Whether the viewer is the person or the appraiser."""
        return self.is_person or self.is_appraiser

    @property
    def may_read(self) -> bool:
        """Whether the viewer reads programmes: the two, the one above, the auditor."""
        return self.is_side or self.is_above or self.is_auditor

    @property
    def may_propose(self) -> bool:
        """Whether the viewer proposes a programme: there is somebody to agree to it."""
        return self.is_side and self.has_superior

    def may_edit(self, programme: Looked) -> bool:
        """Return whether the viewer still changes or withdraws the own proposal."""
        return (
            self.is_side
            and programme.state is ProgrammeState.PROPOSED
            and programme.proposed_by == self.viewer_id
        )

    def may_agree(self, programme: Looked) -> bool:
        """Return whether a proposal waits for the viewer: the side that did not propose it.

        Who became the appraiser after a superior proposed it does not agree to it for the person.
        """
        is_own = programme.proposed_by == programme.person_id
        is_asked = self.is_appraiser if is_own else self.is_person
        return is_asked and programme.state is ProgrammeState.PROPOSED

    def may_start(self, programme: Looked, *, today: date) -> bool:
        """Return whether the viewer starts what was agreed: from its first day on."""
        is_agreed = programme.state is ProgrammeState.AGREED
        return self.is_side and is_agreed and programme.starts_on <= today

    def may_check_in(self, programme: Looked) -> bool:
        """Return whether the viewer records a check-in."""
        return self.is_side and programme.state in UNDER_WAY

    def may_extend(self, programme: Looked) -> bool:
        """Return whether the viewer extends the programme: once, by the appraiser."""
        return self.is_appraiser and programme.state is ProgrammeState.RUNNING

    def may_review(self, programme: Looked, *, today: date) -> bool:
        """Return whether the viewer ends the programme by its facts: from its last day on."""
        return self.is_appraiser and programme.state in UNDER_WAY and programme.last_on <= today

    def may_close(self, programme: Looked) -> bool:
        """Return whether the viewer records the effect, or why it cannot be measured."""
        return self.is_appraiser and programme.state is ProgrammeState.REVIEWED

    def waits(self, programme: ProgrammeCourse, *, today: date) -> bool:
        """Return whether something of the programme waits for the viewer."""
        is_effect_due = self.may_close(programme) and programme.effect_on <= today
        return (
            self.may_agree(programme)
            or self.may_start(programme, today=today)
            or (self.is_side and programme.is_check_in_due(today))
            or self.may_review(programme, today=today)
            or is_effect_due
        )
