"""A realisation as values: what was reached in a period, who answers it, why it may drop out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.evaluation.rules.deadlines import DeadlineStep, last_day
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.domain import WorkDays


class DropCause(StrEnum):
    """Why an indicator cannot be measured in a period; nothing else makes it drop out."""

    SOURCE_FAILED = "source_failed"
    DUTY_REMOVED = "duty_removed"
    ABSENCE = "absence"
    OUTSIDE_EVENT = "outside_event"


class Answerer(StrEnum):
    """Who verifies or disputes what was reported."""

    SUPERIOR = "superior"
    APPRAISERS_SUPERIOR = "appraisers_superior"


@dataclass(frozen=True, slots=True)
class Place:
    """Which indicator of which plan is meant, in which period of the plan's cycle."""

    plan_id: int
    person_id: int
    indicator_key: int
    cycle_id: int
    period_number: int


@dataclass(frozen=True, slots=True)
class Realisation:
    """A realisation as it stands.

    :ivar value: as the person reported it; None in the qualitative approach.
    :ivar appraiser_value: of the other side, where it was disputed.
    :ivar is_late: reported after the last day for it; it counts and is marked.
    :ivar proposed_by: who asks that the indicator drops out; the other side agrees.
    """

    id: int
    place: Place
    state: RealisationState
    revision: int
    value: Decimal | None
    appraiser_value: Decimal | None
    reported_on: date | None
    is_late: bool
    cause: DropCause | None
    proposed_by: int | None

    @property
    def counting_value(self) -> Decimal | None:
        """The value that counts: of a dispute the appraiser's; both stay readable."""
        return self.appraiser_value if self.state is RealisationState.DISPUTED else self.value

    @property
    def waits_for_answer(self) -> bool:
        """Whether it was reported and is neither verified nor disputed."""
        return self.state is RealisationState.REPORTED


def answer_until(reported_on: date, *, days: WorkDays) -> date:
    """Return the last day, inclusive, on which the superior answers what was reported."""
    return last_day(
        DeadlineStep.REALISATION_VERIFIED,
        reported_on,
        is_working_day=days.is_working_day,
        rules=days.rules,
    )


def answerer(reported_on: date, *, days: WorkDays) -> Answerer:
    """Return who answers what was reported: after the superior's days it goes one step up.

    Source: staff evaluation paper, 7.2: nothing drops out by silence.
    """
    is_over = answer_until(reported_on, days=days) < days.today
    return Answerer.APPRAISERS_SUPERIOR if is_over else Answerer.SUPERIOR
