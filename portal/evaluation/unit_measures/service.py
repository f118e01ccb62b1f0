"""Use cases of measures of a unit: proposed by night, accepted or declined, their effect."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.rules.help_machines import UNIT_MEASURE
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.unit_measures.domain import SharedPoint, UnitPlace
from portal.evaluation.unit_measures.models import UnitMeasureRow, UnitPointRow
from portal.evaluation.unit_measures.queries import known_points, locked_measure, measure_of
from portal.evaluation.unit_measures.sharing_queries import points_shared
from portal.storage.database import begin_write


class UnitMeasureChanged(ValueError):
    """The page showed an older revision, or the measure is in another state."""


@dataclass(frozen=True, slots=True)
class MeasureAct:
    """Somebody's act on a measure as a page showed it; ``by`` is the name of an account."""

    measure_id: int
    revision: int
    by: str
    today: date


@dataclass(frozen=True, slots=True)
class AcceptedMeasure:
    """What is done, who looks after it, from where, by when; texts are encrypted."""

    what: bytes
    owner_id: int
    starts_from: bytes
    due_on: date


def propose_measures(session: Session, *, today: date) -> int:
    """Write down what units share, and propose a measure for each shared weak point; commits.

    A weak point is proposed once a year and unit, and not while its measure is worked on.

    :returns: how many were proposed.
    """
    found = points_shared(session, on=today)
    session.rollback()
    begin_write(session)
    session.execute(delete(UnitPointRow))
    session.add_all(
        UnitPointRow(
            agency_id=place.agency_id,
            unit_id=place.unit_id,
            kind=point.kind,
            point=point.key,
            is_strength=point.is_strength,
        )
        for place, point in sorted(found)
    )
    weak = {(place, point) for place, point in found if not point.is_strength}
    fresh = sorted(weak - known_points(session, year=today.year))
    for place, point in fresh:
        session.add(_proposed(place, point, today=today))
    session.commit()
    return len(fresh)


def _proposed(place: UnitPlace, point: SharedPoint, *, today: date) -> UnitMeasureRow:
    return UnitMeasureRow(
        agency_id=place.agency_id,
        unit_id=place.unit_id,
        kind=point.kind,
        point=point.key,
        year=today.year,
        state=UNIT_MEASURE.first,
        revision=1,
        proposed_on=today,
    )


def accept_measure(session: Session, act: MeasureAct, *, told: AcceptedMeasure) -> None:
    """Accept a measure with an owner, a day and where it starts from; commits.

    :raises UnitMeasureChanged: when it changed or is not proposed any more.
    """
    row = _moved(session, act, to=UnitMeasureState.ACCEPTED)
    row.what, row.owner_id = told.what, told.owner_id
    row.starts_from, row.due_on = told.starts_from, told.due_on
    row.decided_by, row.decided_on = act.by, act.today
    tell_officer(session, told.owner_id)
    session.commit()


def decline_measure(session: Session, act: MeasureAct, *, reason: bytes) -> None:
    """Decline a measure with a reason (encrypted); commits.

    :raises UnitMeasureChanged: when it changed or is not proposed any more.
    """
    row = _moved(session, act, to=UnitMeasureState.DECLINED, reason="given")
    row.reason, row.decided_by, row.decided_on = reason, act.by, act.today
    session.commit()


def check_measure(
    session: Session, act: MeasureAct, *, is_still_shared: bool, effect: bytes
) -> None:
    """Keep whether five or more still share the weak point, with a note; commits.

    :param is_still_shared: as the last night found it; nobody types it.
    :param effect: what was seen otherwise, encrypted.
    :raises UnitMeasureChanged: when it changed, or before the day of its effect.
    """
    row = _moved(session, act, to=UnitMeasureState.CHECKED, is_check=True)
    row.is_still_shared, row.effect, row.checked_on = is_still_shared, effect, act.today
    session.commit()


def _moved(
    session: Session,
    act: MeasureAct,
    *,
    to: UnitMeasureState,
    reason: str = "",
    is_check: bool = False,
) -> UnitMeasureRow:
    begin_write(session)
    row = locked_measure(session, act.measure_id)
    if row is None or row.revision != act.revision:
        session.rollback()
        raise UnitMeasureChanged(f"{act.measure_id}")
    is_early = is_check and not measure_of(row).may_check(act.today)
    try:
        row.state = UNIT_MEASURE.moved(UnitMeasureState(row.state), to=to, reason=reason)
    except TransitionRefused as error:
        session.rollback()
        raise UnitMeasureChanged(f"{act.measure_id}") from error
    if is_early:
        session.rollback()
        raise UnitMeasureChanged(f"{act.measure_id}")
    row.revision += 1
    return row
