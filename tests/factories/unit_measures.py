"""Makers of people of one unit who share a difficulty, and of a unit's measure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.unit_measures import service
from portal.evaluation.unit_measures.domain import UnitMeasure
from portal.evaluation.unit_measures.queries import measures_of
from portal.organisation.places.models import AgencyRow
from tests.factories.monitoring import make_difficulty
from tests.factories.people import make_line, make_people, make_post
from tests.factories.plans import TODAY, PlanScene

DUE = date(2026, 3, 31)
EFFECT = date(2026, 9, 30)
TEXT = b"sealed text"


def make_colleagues(session: Session, scene: PlanScene, *, count: int) -> Sequence[int]:
    """Add people beside the scene's person, under the same superior; commits."""
    agency = session.get(AgencyRow, scene.agency_id)
    if agency is None:
        raise LookupError(scene.agency_id)
    ids = make_people(session, *(f"Rekan {number} Contoh" for number in range(count)))
    for each in ids:
        make_post(session, each, agency)
        make_line(session, each, to=scene.superior)
    session.commit()
    return ids


def let_share(
    session: Session,
    scene: PlanScene,
    *,
    count: int,
    cause: DifficultyCause = DifficultyCause.TOOLS,
) -> Sequence[int]:
    """Let ``count`` people of one unit have the same difficulty; commits."""
    ids = [scene.person, *make_colleagues(session, scene, count=count - 1)]
    for each in ids:
        make_difficulty(session, replace(scene, person=each), cause=cause)
    return ids


def act(measure: UnitMeasure, *, on: date = TODAY) -> service.MeasureAct:
    """Return an act on a measure as it is."""
    return service.MeasureAct(measure.id, measure.revision, "Koordinator Contoh", on)


def only(session: Session) -> UnitMeasure:
    """Return the one measure as it stands."""
    session.rollback()
    session.expire_all()
    (found,) = measures_of(session, agency_id=None)
    return found


def make_measure(session: Session, scene: PlanScene, *, is_accepted: bool = False) -> UnitMeasure:
    """Let five share a difficulty, and take the measure that is proposed; commits."""
    let_share(session, scene, count=5)
    service.propose_measures(session, today=TODAY)
    if is_accepted:
        told = service.AcceptedMeasure(TEXT, scene.superior, TEXT, DUE)
        service.accept_measure(session, act(only(session)), told=told)
    return only(session)
