"""Use cases of a training: suggested, decided, planned, taken part in, proved, its effect."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.development.domain import Sides
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.machines import RECOMMENDATION
from portal.evaluation.rules.programmes import Measured
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.domain import PersonTraining, TrainingSides
from portal.evaluation.training.models import TrainingRow
from portal.evaluation.training.queries import locked_training, training_with
from portal.storage.database import begin_write, refused_as

State = RecommendationState


class TrainingChanged(ValueError):
    """The page showed an older revision, or the training is in another state."""


class NotTheirTraining(ValueError):
    """Somebody does what another one does, or what nobody does in this state."""


@dataclass(frozen=True, slots=True)
class TrainingAct:
    """Somebody's act on a training as a page showed it."""

    training_id: int
    revision: int
    sides: Sides
    today: date

    @property
    def may(self) -> TrainingSides:
        """What the actor does about trainings of the person."""
        return TrainingSides(self.sides)


def suggest_training(
    session: Session, *, topic_code: str, trigger: TrainingTrigger, sides: Sides, today: date
) -> int:
    """Keep a suggestion and return its number; commits.

    :raises NotTheirTraining: when it is neither the person nor the appraiser, nobody could
        decide, or the catalogue has no such topic.
    """
    if sides.viewer_id is None or not sides.may_propose:
        raise NotTheirTraining(f"{sides.viewer_id}")
    begin_write(session)
    row = TrainingRow(
        person_id=sides.person_id,
        topic_code=topic_code,
        cause=trigger,
        state=RECOMMENDATION.first,
        revision=1,
        suggested_by=sides.viewer_id,
        suggested_on=today,
    )
    session.add(row)
    with refused_as(session, NotTheirTraining(topic_code)):
        session.flush()
    if not sides.is_person:
        tell_officer(session, sides.person_id)
    session.commit()
    return row.id


def decide_training(session: Session, act: TrainingAct, *, declined: bytes | None) -> None:
    """Accept a suggestion, or decline it with a reason (encrypted), as the other side; commits.

    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: when it is not the other side.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_decide(held))
    row.decided_by, row.declined = act.sides.viewer_id, declined
    _move(session, row, to=State.ACCEPTED if declined is None else State.DECLINED)
    tell_officer(session, held.suggested_by)
    session.commit()


@dataclass(frozen=True, slots=True)
class DeskRelease:
    """Days of a training, both inclusive, and who stands at the desk meanwhile."""

    starts_on: date
    ends_on: date
    substitute_id: int


def plan_training(session: Session, act: TrainingAct, *, release: DeskRelease) -> None:
    """Plan days with a substitute at the desk; commits.

    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: for others than the appraiser, or the person as the own substitute.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_plan(held) and release.substitute_id != held.person_id)
    row.starts_on, row.ends_on = release.starts_on, release.ends_on
    row.substitute_id, row.not_released = release.substitute_id, None
    _move(session, row, to=State.PLANNED)
    for each in (held.person_id, release.substitute_id):
        tell_officer(session, each)
    session.commit()


def refuse_release(session: Session, act: TrainingAct, *, reason: bytes) -> None:
    """Record why the person cannot be released now; the training stays accepted; commits.

    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: for others than the appraiser.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_plan(held))
    row.not_released = reason
    tell_officer(session, held.person_id)
    session.commit()


def begin_training(session: Session, act: TrainingAct) -> None:
    """Note that the person takes part, from the first day on; commits.

    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: for others, and before its first day.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_begin(held, today=act.today))
    _move(session, row, to=State.TAKING_PART)
    session.commit()


def prove_training(session: Session, act: TrainingAct, *, evidence: bytes, hours: int) -> None:
    """Tell what shows that the training was finished, and its hours; commits.

    :param evidence: encrypted.
    :param hours: lesson hours, 1 or more.
    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: for others than the person.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_prove(held))
    row.evidence, row.hours = evidence, hours
    session.commit()


def finish_training(session: Session, act: TrainingAct) -> None:
    """Confirm, as the appraiser, the evidence that the person told; commits.

    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: for others, and without evidence.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_finish(held))
    row.done_on, row.confirmed_by = act.today, act.sides.viewer_id
    _move(session, row, to=State.DONE)
    tell_officer(session, held.person_id)
    session.commit()


@dataclass(frozen=True, slots=True)
class EffectTold:
    """What changed, in words (encrypted), and by the same measure where there is one."""

    words: bytes
    before: Measured | None = None
    after: Measured | None = None
    direction: Direction | None = None


def check_effect(session: Session, act: TrainingAct, *, told: EffectTold) -> None:
    """Record the effect of a training two quarters later; commits.

    :raises TrainingChanged: when the page showed an older revision.
    :raises NotTheirTraining: for others than the appraiser, and before the second quarter is over.
    """
    row, held = _opened(session, act)
    _require(session, act.may.may_check(held, today=act.today))
    row.effect = told.words
    if told.before is not None and told.after is not None:
        row.before, row.before_cases = told.before.value, told.before.cases
        row.after, row.after_cases = told.after.value, told.after.cases
        row.direction = told.direction
    _move(session, row, to=State.EFFECT_CHECKED)
    tell_officer(session, held.person_id)
    session.commit()


def _opened(session: Session, act: TrainingAct) -> tuple[TrainingRow, PersonTraining]:
    begin_write(session)
    row = locked_training(session, act.training_id)
    if row is None or row.revision != act.revision or row.person_id != act.sides.person_id:
        session.rollback()
        raise TrainingChanged(f"{act.training_id}")
    held = training_with(session, row.id)
    if held is None:
        raise TrainingChanged(f"{act.training_id}")
    row.revision += 1
    return row, held


def _require(session: Session, may: bool) -> None:
    if not may:
        session.rollback()
        raise NotTheirTraining("another one, or not in this state")


def _move(session: Session, row: TrainingRow, *, to: State) -> None:
    row.state = RECOMMENDATION.moved(State(row.state), to=to, reason="given")
    with refused_as(session, TrainingChanged(f"{to}")):
        session.flush()
