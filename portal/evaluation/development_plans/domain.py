"""A development plan as it stands, and who may do what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.development.domain import Sides
from portal.evaluation.rules.help_states import DevelopmentPlanState

# "Two or three aims": more are a wish list, one is a training.
FEWEST_AIMS, MOST_AIMS = 2, 3


class DevelopmentWay(StrEnum):
    """How an aim is reached."""

    TRAINING = "training"
    MENTORING = "mentoring"
    JOB_SHADOWING = "job_shadowing"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class DevelopmentAim:
    """What is to be learnt, how and until when; texts are encrypted.

    :ivar is_reached: None until it was ended.
    :ivar told: what was seen at its end.
    """

    id: int
    aim: bytes
    way: DevelopmentWay
    means: bytes
    due_on: date
    is_reached: bool | None
    ended_on: date | None
    told: bytes | None


@dataclass(frozen=True, slots=True)
class DevelopmentCourse:
    """Where a plan stands, without its content.

    :ivar is_returned: whether the superior gave it back.
    """

    id: int
    person_id: int
    state: DevelopmentPlanState
    is_returned: bool


@dataclass(frozen=True, slots=True)
class DevelopmentPlan:
    """A development plan; texts are encrypted.

    :ivar strengths: what the person builds on.
    :ivar wish: the career wish; read by the two sides only, None where none was told.
    :ivar returned: why the superior gave it back; None once it was sent again.
    """

    id: int
    person_id: int
    state: DevelopmentPlanState
    revision: int
    strengths: bytes
    wish: bytes | None
    made_on: date
    returned: bytes | None
    agreed_by: int | None
    agreed_on: date | None
    closed_on: date | None
    aims: Sequence[DevelopmentAim] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it has as many aims as a plan needs."""
        return FEWEST_AIMS <= len(self.aims) <= MOST_AIMS

    @property
    def is_over(self) -> bool:
        """Whether every aim was ended."""
        return all(each.is_reached is not None for each in self.aims)

    def aim(self, aim_id: int) -> DevelopmentAim | None:
        """Return the aim of a number, or None."""
        return next((each for each in self.aims if each.id == aim_id), None)


@dataclass(frozen=True, slots=True)
class DevelopmentSides:
    """What somebody does about a person's development plan."""

    sides: Sides

    @property
    def may_start(self) -> bool:
        """Whether the viewer writes an own plan: there is somebody to agree to it."""
        return self.sides.is_person and self.sides.has_superior

    def may_edit(self, plan: DevelopmentPlan) -> bool:
        """Return whether the viewer still changes the own plan."""
        return self.sides.is_person and plan.state is DevelopmentPlanState.DRAFT

    def may_send(self, plan: DevelopmentPlan) -> bool:
        """Return whether the viewer sends the own plan to the superior."""
        return self.may_edit(plan) and plan.is_complete and self.sides.has_superior

    def may_answer(self, plan: DevelopmentPlan | DevelopmentCourse) -> bool:
        """Return whether the viewer agrees to the plan or gives it back."""
        return self.sides.is_appraiser and plan.state is DevelopmentPlanState.SENT

    def may_end_aims(self, plan: DevelopmentPlan) -> bool:
        """Return whether the viewer tells what became of an aim."""
        return self.sides.is_side and plan.state is DevelopmentPlanState.AGREED

    def may_close(self, plan: DevelopmentPlan) -> bool:
        """Return whether the viewer closes the plan: once every aim was ended."""
        return self.may_end_aims(plan) and plan.is_over

    def waits(self, plan: DevelopmentCourse) -> bool:
        """Return whether something waits for the viewer: an answer, or a plan given back."""
        return self.may_answer(plan) or (
            self.sides.is_person and plan.is_returned and plan.state is DevelopmentPlanState.DRAFT
        )
