"""A training as it stands, from the suggestion to its effect, and who does what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.development.domain import Sides
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import Measured, MeasuredEffect, effect_day, effect_of
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger

MOST_HOURS = 900
CODE, NAME, PROVIDER = 40, 200, 120
# States in which a training has days.
ON_DAYS = (RecommendationState.PLANNED, RecommendationState.TAKING_PART)
FINISHED = (RecommendationState.DONE, RecommendationState.EFFECT_CHECKED)


class CatalogueFault(StrEnum):
    """What is wrong with a row of a catalogue."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_HOURS = "not_hours"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the catalogue.

    :ivar hours: lesson hours (*JP*), 1 or more.
    :ivar is_offered: False once it is not suggested any more.
    """

    code: str
    name: str
    hours: int
    provider: str
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class TrainingRule:
    """Which topic a kind of weak point leads to, from a day to a day, both inclusive."""

    id: int
    trigger: TrainingTrigger
    topic_code: str
    starts_on: date
    ends_on: date | None

    def holds(self, on: date) -> bool:
        """Return whether the rule is in force on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class PersonTraining:
    """A training of a person; texts are encrypted.

    :ivar topic: as the catalogue says it today; the hours done stand in ``hours``.
    :ivar substitute_id: who stands at the desk meanwhile.
    :ivar not_released: why the superior cannot release the person.
    :ivar hours: as they were told with the evidence.
    """

    id: int
    person_id: int
    topic: Topic
    trigger: TrainingTrigger
    state: RecommendationState
    revision: int
    suggested_by: int
    suggested_on: date
    decided_by: int | None
    declined: bytes | None
    starts_on: date | None
    ends_on: date | None
    substitute_id: int | None
    not_released: bytes | None
    evidence: bytes | None
    hours: int | None
    done_on: date | None
    before: Measured | None
    after: Measured | None
    direction: Direction | None
    effect: bytes | None

    @property
    def effect_on(self) -> date | None:
        """The day from which the effect can be looked at; None before it is done."""
        return None if self.done_on is None else effect_day(self.done_on)

    @property
    def change(self) -> MeasuredEffect | None:
        """What changed by the same measure; None without two figures."""
        if self.before is None or self.after is None or self.direction is None:
            return None
        return effect_of(self.before, later=self.after, direction=self.direction)


@dataclass(frozen=True, slots=True)
class TrainingSides:
    """What a viewer does about a training of a person."""

    sides: Sides

    def may_decide(self, training: PersonTraining) -> bool:
        """Return whether a suggestion waits for the viewer: the side that did not make it."""
        is_own = training.suggested_by == training.person_id
        is_asked = self.sides.is_appraiser if is_own else self.sides.is_person
        return is_asked and training.state is RecommendationState.SUGGESTED

    def may_plan(self, training: PersonTraining) -> bool:
        """Return whether the viewer plans days, or says why the person is not released."""
        return self.sides.is_appraiser and training.state is RecommendationState.ACCEPTED

    def may_begin(self, training: PersonTraining, *, today: date) -> bool:
        """Return whether the training begins: its first day has come."""
        is_planned = training.state is RecommendationState.PLANNED
        has_come = training.starts_on is not None and training.starts_on <= today
        return self.sides.is_side and is_planned and has_come

    def may_prove(self, training: PersonTraining) -> bool:
        """Return whether the viewer tells the evidence and the hours."""
        return self.sides.is_person and training.state is RecommendationState.TAKING_PART

    def may_finish(self, training: PersonTraining) -> bool:
        """Return whether the appraiser confirms the evidence that the person told."""
        is_proved = training.evidence is not None
        is_going_on = training.state is RecommendationState.TAKING_PART
        return self.sides.is_appraiser and is_going_on and is_proved

    def may_check(self, training: PersonTraining, *, today: date) -> bool:
        """Return whether the effect is looked at now: two quarters later."""
        is_done = training.state is RecommendationState.DONE
        is_due = training.effect_on is not None and training.effect_on <= today
        return self.sides.is_appraiser and is_done and is_due

    def waits(self, training: PersonTraining, *, today: date) -> bool:
        """Return whether something waits for the viewer."""
        return (
            self.may_decide(training)
            or (self.may_plan(training) and training.not_released is None)
            or self.may_begin(training, today=today)
            or (self.may_prove(training) and training.evidence is None)
            or self.may_finish(training)
            or self.may_check(training, today=today)
        )


def hours_of(trainings: Iterable[PersonTraining], *, year: int) -> int:
    """Return the lesson hours that were done, with evidence, in a calendar year."""
    return sum(
        each.hours or 0
        for each in trainings
        if each.state in FINISHED and each.done_on is not None and each.done_on.year == year
    )
