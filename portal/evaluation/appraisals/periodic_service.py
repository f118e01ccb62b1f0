"""A quarter's evaluation: self-report, the appraiser's form, shown to the person, answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import QuarterAnswer, SaidIn
from portal.evaluation.appraisals.models import PeriodicEvaluation, PeriodicEvent
from portal.evaluation.appraisals.queries import PeriodPlace, locked_periodic
from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.machines import PERIODIC
from portal.evaluation.rules.states import PeriodicState, TransitionRefused
from portal.storage.database import begin_write

# Texts that the appraiser writes.
APPRAISERS = (
    SaidIn.RESULT_REASON,
    SaidIn.EXAMPLE,
    SaidIn.STRENGTHS,
    SaidIn.WEAKNESSES,
    SaidIn.ADVICE,
    SaidIn.PROVIDES,
)


class EvaluationChanged(ValueError):
    """The evaluation changed after the page was shown: another tab, or the other side."""


class NotByOneself(ValueError):
    """Nobody evaluates themself, and nobody else answers for the person."""


class ReviewIncomplete(ValueError):
    """Something that the person needs is not written yet.

    :ivar missing: names of the fields.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class PeriodAct:
    """Who does something to a quarter as a page showed it.

    :ivar revision: 0 where nothing was written yet.
    :ivar is_self_report_over: whether the last day of the self-report is over.
    """

    place: PeriodPlace
    revision: int
    person_id: int
    now: datetime
    today: date
    is_self_report_over: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFields:
    """What the appraiser's form says; texts are encrypted, what is empty is left out."""

    result: ExpectationLevel | None
    behaviour: ExpectationLevel | None
    cause: DifficultyCause | None
    texts: Mapping[SaidIn, bytes]


def save_self_report(session: Session, act: PeriodAct, *, text: bytes, is_sent: bool) -> None:
    """Keep what the person says of the quarter, and send it when ``is_sent``; commits.

    :raises NotByOneself: when it is not the person.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: once the appraiser began.
    """
    if act.person_id != act.place.person_id:
        raise NotByOneself(f"{act.person_id}")
    row = _opened(session, act)
    if row.state not in {PeriodicState.NOT_STARTED, PeriodicState.SELF_REPORTED}:
        _refuse(session, row, to=PeriodicState.SELF_REPORTED)
    row.self_report = text
    if is_sent and row.state == PeriodicState.NOT_STARTED:
        _note(session, row, to=PeriodicState.SELF_REPORTED, act=act)
    session.commit()


def save_review(session: Session, act: PeriodAct, *, fields: ReviewFields) -> int:
    """Keep what the appraiser wrote so far, incomplete too, and return the revision; commits.

    The person reads nothing of it before it is shown.

    :raises NotByOneself: when the person is the appraiser.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: before the self-report or its last day, and once it was shown.
    """
    row = _under_review(session, act, fields=fields)
    session.commit()
    return row.revision


def show_review(
    session: Session,
    act: PeriodAct,
    *,
    fields: ReviewFields,
    suggested: ExpectationLevel | None,
) -> None:
    """Keep what the appraiser wrote and show it to the person; commits.

    :param suggested: by the result's aid; a level that differs needs its reason.
    :raises ReviewIncomplete: while a level, strengths, advice or a reason is missing.
    :raises NotByOneself: when the person is the appraiser.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: before the self-report or its last day, and once it was shown.
    """
    missing = missing_in(fields, suggested=suggested)
    if missing:
        raise ReviewIncomplete(missing)
    row = _under_review(session, act, fields=fields)
    row.suggested_level = suggested
    row.shown_on = act.today
    _note(session, row, to=PeriodicState.SHOWN, act=act)
    session.commit()


def answer_review(
    session: Session, act: PeriodAct, *, answer: QuarterAnswer, note: bytes | None
) -> None:
    """Keep what the person says to it: read and agreed, or disagreed with a note; commits.

    :raises NotByOneself: when it is not the person.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises ReviewIncomplete: for a disagreement without a note.
    :raises TransitionRefused: before it was shown, or a second time.
    """
    if act.person_id != act.place.person_id:
        raise NotByOneself(f"{act.person_id}")
    if answer is QuarterAnswer.DISAGREED and not note:
        raise ReviewIncomplete((SaidIn.NOTE,))
    row = _opened(session, act)
    if row.state != PeriodicState.SHOWN:
        _refuse(session, row, to=PeriodicState.ACKNOWLEDGED)
    row.answer, row.answered_on, row.note = answer, act.today, note
    _note(session, row, to=PeriodicState.ACKNOWLEDGED, act=act)
    session.commit()


def missing_in(fields: ReviewFields, *, suggested: ExpectationLevel | None) -> tuple[str, ...]:
    """Return the names of what is still needed before the person may see it."""
    needed = {
        "result": fields.result is not None,
        "behaviour": fields.behaviour is not None,
        SaidIn.STRENGTHS.value: SaidIn.STRENGTHS in fields.texts,
        SaidIn.ADVICE.value: SaidIn.ADVICE in fields.texts,
        SaidIn.RESULT_REASON.value: suggested in {None, fields.result}
        or SaidIn.RESULT_REASON in fields.texts,
    }
    return tuple(name for name, is_there in needed.items() if not is_there)


def _under_review(session: Session, act: PeriodAct, *, fields: ReviewFields) -> PeriodicEvaluation:
    if act.person_id == act.place.person_id:
        raise NotByOneself(f"{act.person_id}")
    row = _opened(session, act)
    if row.state != PeriodicState.IN_REVIEW:
        _note(session, row, to=PeriodicState.IN_REVIEW, act=act)
    row.appraiser_id = act.person_id
    row.result_level, row.behaviour_level = fields.result, fields.behaviour
    row.cause = fields.cause
    for each in APPRAISERS:
        setattr(row, each, fields.texts.get(each))
    session.flush()
    return row


def _opened(session: Session, act: PeriodAct) -> PeriodicEvaluation:
    """Open the quarter for a change, made where there is none yet; its revision grows."""
    begin_write(session)
    row = locked_periodic(session, act.place)
    if (0 if row is None else row.revision) != act.revision:
        session.rollback()
        raise EvaluationChanged(f"{act.place}")
    if row is not None:
        row.revision += 1
        return row
    row = PeriodicEvaluation(
        plan_id=act.place.plan_id,
        person_id=act.place.person_id,
        cycle_id=act.place.cycle_id,
        period_number=act.place.number,
        state=PERIODIC.first,
        revision=1,
    )
    session.add(row)
    session.flush()
    return row


def _note(session: Session, row: PeriodicEvaluation, *, to: PeriodicState, act: PeriodAct) -> None:
    """Bring a quarter into a state and keep what happened, within the caller's transaction."""
    happening = Happening(act.now, act.person_id, is_deadline_over=act.is_self_report_over)
    event = partial(PeriodicEvent, evaluation_id=row.id)
    bring(session, row, machine=PERIODIC, to=to, happening=happening, event=event)


def _refuse(session: Session, row: PeriodicEvaluation, *, to: PeriodicState) -> None:
    old = PeriodicState(row.state)
    session.rollback()
    raise TransitionRefused(PERIODIC.thing, old=old, new=to)
