"""Queries on objections: one whole, those of a result, of people, of a cycle; who decides."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.queries import level_of
from portal.evaluation.objections.case_models import ObjectionFile, ObjectionKey
from portal.evaluation.objections.counting import ObjectionCounts
from portal.evaluation.objections.domain import (
    DECIDED,
    PENDING,
    CaseSide,
    DeciderOrigin,
    Inadmissibility,
    Levels,
    NewEvidence,
    Objection,
    ObjectionOutcome,
    Point,
    PointFinding,
)
from portal.evaluation.objections.models import (
    ObjectionCompanion,
    ObjectionDecider,
    ObjectionEvent,
    ObjectionEvidence,
    ObjectionMeeting,
    ObjectionPoint,
    ObjectionRow,
)
from portal.evaluation.realisations.evidence import FileShown
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import ObjectionState
from portal.storage.files.kinds import FileKind
from portal.storage.joint_reading import Question, asked


@dataclass(frozen=True, slots=True)
class NamedDecider:
    """Who was named to decide, and how.

    :ivar left_on: None while this person may decide.
    """

    person_id: int
    origin: DeciderOrigin
    named_on: date
    left_on: date | None


def objection_with(session: Session, objection_id: int) -> Objection | None:
    """Return an objection, or None."""
    found = _objections(session, ObjectionRow.id == objection_id)
    return found[0] if found else None


def objections_of(session: Session, evaluation_id: int) -> tuple[Objection, ...]:
    """Return every objection to a result, the first first."""
    return _objections(session, ObjectionRow.evaluation_id == evaluation_id)


def has_pending(session: Session, evaluation_id: int) -> bool:
    """Return whether a result waits for an objection that was filed in time."""
    query = select(ObjectionRow.id).where(
        ObjectionRow.evaluation_id == evaluation_id,
        ObjectionRow.state.in_(PENDING),
        ObjectionRow.is_late.is_(False),
    )
    return session.scalar(query.limit(1)) is not None


def objected_to(session: Session) -> set[int]:
    """Return the evaluations of which an objection waits for its decision, late ones too."""
    query = select(ObjectionRow.evaluation_id).where(ObjectionRow.state.in_(PENDING))
    return set(session.scalars(query))


def pending_objections(session: Session) -> tuple[Objection, ...]:
    """Return every objection that was filed and is not decided, the oldest first."""
    return _objections(session, ObjectionRow.state.in_(PENDING))


def objections_in(session: Session, *states: ObjectionState) -> tuple[Objection, ...]:
    """Return every objection in one of these states, the oldest first."""
    return _objections(session, ObjectionRow.state.in_(states))


@asked()
def objections_around(person_id: Any) -> Question:
    """Return the query for open ones that somebody filed, explains, decides or accompanies."""
    accompanied = select(ObjectionCompanion.objection_id).where(
        ObjectionCompanion.person_id == person_id, ObjectionCompanion.ended_on.is_(None)
    )
    row = ObjectionRow
    return select(
        row.id,
        row.plan_id,
        row.state,
        row.person_id,
        row.appraiser_id,
        row.decider_id,
        row.explain_until,
        row.decide_until,
        row.person_done_on,
        row.appraiser_done_on,
    ).where(
        row.state.not_in((ObjectionState.WITHDRAWN, ObjectionState.CLOSED)),
        or_(row.state != ObjectionState.DRAFT, row.person_id == person_id),
        or_(
            row.person_id == person_id,
            row.appraiser_id == person_id,
            row.decider_id == person_id,
            row.id.in_(accompanied),
        ),
    )


def locked_objection(session: Session, objection_id: int) -> ObjectionRow | None:
    """Return the row of an objection and keep others from changing it, or None."""
    return session.scalar(
        select(ObjectionRow).where(ObjectionRow.id == objection_id).with_for_update()
    )


def point_rows(session: Session, objection_id: int) -> Sequence[ObjectionPoint]:
    """Return the rows of an objection's points, in order."""
    query = select(ObjectionPoint).where(ObjectionPoint.objection_id == objection_id)
    return session.scalars(query.order_by(ObjectionPoint.number)).all()


def events_of(session: Session, objection_id: int) -> Sequence[ObjectionEvent]:
    """Return what happened to an objection, the first first."""
    query = select(ObjectionEvent).where(ObjectionEvent.objection_id == objection_id)
    return session.scalars(query.order_by(ObjectionEvent.id)).all()


def evidence_of(session: Session, objection_id: int) -> tuple[NewEvidence, ...]:
    """Return the new evidence of both sides, in the order in which it was added."""
    row, file = ObjectionEvidence, ObjectionFile
    query = select(row, file).outerjoin(file, file.evidence_id == row.id)
    query = query.where(row.objection_id == objection_id)
    return tuple(_evidence(one, kept) for one, kept in session.execute(query.order_by(row.id)))


def meetings_of(session: Session, objection_id: int) -> Sequence[ObjectionMeeting]:
    """Return the meetings of an objection, the first first."""
    query = select(ObjectionMeeting).where(ObjectionMeeting.objection_id == objection_id)
    return session.scalars(query.order_by(ObjectionMeeting.id)).all()


def companions_of(session: Session, objection_id: int) -> Sequence[ObjectionCompanion]:
    """Return whom the person let read the case, past ones too."""
    query = select(ObjectionCompanion).where(ObjectionCompanion.objection_id == objection_id)
    return session.scalars(query.order_by(ObjectionCompanion.person_id)).all()


def deciders_of(session: Session, objection_id: int) -> tuple[NamedDecider, ...]:
    """Return everybody who was named to decide, the first first."""
    query = select(ObjectionDecider).where(ObjectionDecider.objection_id == objection_id)
    rows = session.scalars(query.order_by(ObjectionDecider.named_on, ObjectionDecider.person_id))
    return tuple(
        NamedDecider(row.person_id, DeciderOrigin(row.origin), row.named_on, row.left_on)
        for row in rows
    )


def objected_before(
    session: Session, pairs: Collection[tuple[int, int]], *, cycle_id: int
) -> frozenset[tuple[int, int]]:
    """Return of which pairs of person and appraiser the person objected in another cycle.

    The appraiser's next evaluation of that person is looked at by the one above, so that nobody
    pays for an objection.
    """
    query = select(ObjectionRow.person_id, ObjectionRow.appraiser_id).where(
        ObjectionRow.person_id.in_({person for person, _ in pairs}),
        ObjectionRow.cycle_id != cycle_id,
        ObjectionRow.state != ObjectionState.DRAFT,
    )
    found = {(person, appraiser) for person, appraiser in session.execute(query)}
    return frozenset(found & set(pairs))


def counts_in(session: Session, cycle_id: int, *, on: date) -> ObjectionCounts:
    """Return how many objections a cycle had, as they stand on a day."""
    rows = session.execute(
        select(
            ObjectionRow.state,
            ObjectionRow.outcome,
            ObjectionRow.decide_until,
            ObjectionRow.decided_on,
        ).where(ObjectionRow.cycle_id == cycle_id, ObjectionRow.state != ObjectionState.DRAFT)
    ).all()
    counted: Counter[str] = Counter()
    for state, outcome, until, decided_on in rows:
        is_over = until is not None and (decided_on or on) > until
        counted.update(
            filed=1,
            decided=state in DECIDED,
            in_time=state in DECIDED and not is_over,
            changed=outcome == ObjectionOutcome.CHANGED,
            overdue=is_over,
            open=state in PENDING,
        )
    names = ("filed", "decided", "in_time", "changed", "overdue", "open")
    return ObjectionCounts(*(counted[name] for name in names))


def _evidence(row: ObjectionEvidence, kept: ObjectionFile | None) -> NewEvidence:
    file = None
    if kept is not None:
        file = FileShown(FileKind(kept.kind), kept.name, kept.size, kept.removed_on)
    return NewEvidence(
        row.id,
        CaseSide(row.side),
        row.title,
        row.link,
        row.added_on,
        file=file,
        digest="" if kept is None else kept.sha256,
        removed_on=row.removed_on,
        removal_reason=row.removal_reason,
    )


def _objections(session: Session, condition: ColumnElement[bool]) -> tuple[Objection, ...]:
    query = select(ObjectionRow, ObjectionKey).outerjoin(
        ObjectionKey, ObjectionKey.objection_id == ObjectionRow.id
    )
    rows = session.execute(query.where(condition).order_by(ObjectionRow.id)).all()
    points = _points(session, [row.id for row, _ in rows])
    return tuple(_objection(row, key=key, points=points.get(row.id, ())) for row, key in rows)


def _points(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[Point]]:
    found: defaultdict[int, list[Point]] = defaultdict(list)
    if not ids:
        return found
    query = select(ObjectionPoint).where(ObjectionPoint.objection_id.in_(ids))
    for row in session.scalars(query.order_by(ObjectionPoint.number)):
        finding = None if row.finding is None else PointFinding(row.finding)
        found[row.objection_id].append(
            Point(row.number, row.claim, row.answer, row.reply, finding, row.finding_reason)
        )
    return found


def _objection(
    row: ObjectionRow, *, key: ObjectionKey | None, points: Sequence[Point]
) -> Objection:
    because, outcome = row.inadmissible_because, row.outcome
    return Objection(
        row.id,
        row.evaluation_id,
        row.plan_id,
        row.person_id,
        row.cycle_id,
        row.appraiser_id,
        row.number,
        ObjectionState(row.state),
        row.revision,
        row.is_late,
        row.may_worsen,
        row.late_reason,
        row.filed_on,
        row.decider_id,
        row.snapshot_number,
        before=(ExpectationLevel(row.before_result), ExpectationLevel(row.before_behaviour)),
        asked=(level_of(row.asked_result), level_of(row.asked_behaviour)),
        admitted_on=row.admitted_on,
        explain_until=row.explain_until,
        decide_until=row.decide_until,
        extended_on=row.extended_on,
        extension_reason=row.extension_reason,
        person_done_on=row.person_done_on,
        appraiser_done_on=row.appraiser_done_on,
        inadmissible_because=None if because is None else Inadmissibility(because),
        outcome=None if outcome is None else ObjectionOutcome(outcome),
        chosen=(level_of(row.result_level), level_of(row.behaviour_level)),
        decided=_decided(row),
        decided_on=row.decided_on,
        points=tuple(points),
        wrapped_key=None if key is None else key.wrapped_key,
        expired_on=None if key is None else key.expired_on,
    )


def _decided(row: ObjectionRow) -> Levels | None:
    if row.outcome is None or row.result_level is None or row.behaviour_level is None:
        return None
    return ExpectationLevel(row.result_level), ExpectationLevel(row.behaviour_level)
