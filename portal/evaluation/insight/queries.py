"""Queries on notes "please look again": of an appraiser, of people, of a cycle, one locked."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.evaluation.insight.domain import LookAgainNote, Sign, SignalKind
from portal.evaluation.insight.models import SignalNote
from portal.evaluation.rules.states import LookAgainState
from portal.storage.joint_reading import Question, asked

# What an appraiser is asked for and answered; a sign that is seen no more asks nothing.
ASKED = (LookAgainState.OPEN, LookAgainState.KEPT, LookAgainState.CHANGED)


def note_with(session: Session, note_id: int) -> LookAgainNote | None:
    """Return a note, or None."""
    row = session.get(SignalNote, note_id)
    return None if row is None else note_of(row)


def notes_for(
    session: Session, appraiser_id: int, *, person_ids: Collection[int]
) -> Sequence[LookAgainNote]:
    """Return the notes to an appraiser or about these people: open ones first, then the latest.

    :param person_ids: whom the viewer rates now; what went to who rated before is answered, too.
    """
    row = SignalNote
    theirs = or_(row.appraiser_id == appraiser_id, row.person_id.in_(person_ids))
    return _notes(session, theirs & row.state.in_(ASKED))


def notes_about(
    session: Session, person_ids: Collection[int], *, cycle_id: int
) -> Sequence[LookAgainNote]:
    """Return the notes of a cycle about single people."""
    row = SignalNote
    theirs = row.person_id.in_(person_ids) & (row.cycle_id == cycle_id)
    return _notes(session, theirs & row.state.in_(ASKED))


def notes_after_reports(session: Session, cycle_ids: Collection[int]) -> Sequence[LookAgainNote]:
    """Return the notes that somebody stands lower after reporting something."""
    row = SignalNote
    is_one = (row.kind == SignalKind.AFTER_REPORT) & row.cycle_id.in_(cycle_ids)
    return _notes(session, is_one & row.state.in_(ASKED))


def notes_in(
    session: Session, cycle_id: int, *, appraiser_ids: Collection[int] | None = None
) -> Sequence[LookAgainNote]:
    """Return every note of a cycle.

    :param appraiser_ids: to these only; None for the whole city.
    """
    row = SignalNote
    wanted = (row.cycle_id == cycle_id) & row.state.in_(ASKED)
    if appraiser_ids is not None:
        wanted &= row.appraiser_id.in_(appraiser_ids)
    return _notes(session, wanted)


def open_about(session: Session, plan_id: int, *, cycle_id: int, appraiser_id: int | None) -> int:
    """Return how many notes wait: about a plan's person, or about all people of its appraiser."""
    row = SignalNote
    of_team = row.person_id.is_(None) & (row.appraiser_id == appraiser_id)
    query = select(func.count(row.id)).where(
        row.cycle_id == cycle_id,
        row.state == LookAgainState.OPEN,
        or_(row.plan_id == plan_id, of_team),
    )
    return session.scalar(query) or 0


def appraisers_with_notes(session: Session, cycle_id: int) -> frozenset[int]:
    """Return to whom notes of a cycle went."""
    query = select(SignalNote.appraiser_id).where(SignalNote.cycle_id == cycle_id).distinct()
    return frozenset(session.scalars(query))


@asked()
def notes_waiting(appraiser_id: Any) -> Question:
    """Return the query for the notes that wait for an appraiser."""
    row = SignalNote
    return select(row.id).where(row.appraiser_id == appraiser_id, row.state == LookAgainState.OPEN)


def locked_notes(session: Session, cycle_id: int, *, appraiser_id: int) -> Sequence[SignalNote]:
    """Return the rows of an appraiser's notes and keep others from changing them."""
    row = SignalNote
    query = select(row).where(row.cycle_id == cycle_id, row.appraiser_id == appraiser_id)
    return session.scalars(query.with_for_update()).all()


def locked_signal_note(session: Session, note_id: int) -> SignalNote | None:
    """Return a row and keep others from changing it, or None."""
    query = select(SignalNote).where(SignalNote.id == note_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def note_of(row: SignalNote) -> LookAgainNote:
    """Return the note of a row."""
    return LookAgainNote(
        row.id,
        row.cycle_id,
        Sign(SignalKind(row.kind), row.appraiser_id, row.person_id, row.plan_id),
        LookAgainState(row.state),
        row.revision,
        row.opened_on,
        row.seen_on,
        row.answered_by,
        row.answered_on,
        row.answer,
    )


def _notes(session: Session, condition: ColumnElement[bool]) -> Sequence[LookAgainNote]:
    row = SignalNote
    query = select(row).where(condition)
    query = query.order_by(row.state != LookAgainState.OPEN, row.opened_on.desc(), row.id)
    return [note_of(each) for each in session.scalars(query)]
