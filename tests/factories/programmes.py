"""Makers of improvement programmes: proposed by the superior, agreed by the person, and on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.development import course_service, service
from portal.evaluation.development.domain import Programme, Sides
from portal.evaluation.development.queries import programme_with
from portal.evaluation.development.standing import sides_of
from portal.evaluation.development.writing import FigureTold, ProgrammeAct
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import Measured, ProgrammeOutcome
from portal.evaluation.rules.states import ProgrammeState
from tests.factories.cycles import is_weekday
from tests.factories.plans import PlanScene

TODAY = date(2026, 1, 12)
LAST = date(2026, 3, 31)
EFFECT = date(2026, 9, 30)
TEXT = b"sealed text"
# In the order in which a programme goes through them.
REACHED = (
    ProgrammeState.PROPOSED,
    ProgrammeState.AGREED,
    ProgrammeState.RUNNING,
    ProgrammeState.EXTENDED,
    ProgrammeState.REVIEWED,
    ProgrammeState.CLOSED,
)


def goal(**changed: Any) -> service.GoalTold:
    """Return a goal from 62 of 90 files in time to 90 percent."""
    values: dict[str, Any] = {
        "weak_point": TEXT,
        "indicator": None,
        "baseline": Measured(Decimal("68.9"), 90),
        "target": Decimal(90),
        "unit": "%",
        "direction": Direction.HIGHER,
        "due_on": LAST,
        "checked_by": TEXT,
        "provides": TEXT,
    }
    return service.GoalTold(**(values | changed))


def sides(session: Session, scene: PlanScene, who: int | None, *, on: date = TODAY) -> Sides:
    found = sides_of(session, scene.person, viewer_id=who, on=on, is_auditor=False)
    session.rollback()
    return found


def propose(
    session: Session,
    scene: PlanScene,
    *,
    by: int | None = None,
    starts_on: date = TODAY,
    told: service.GoalTold | None = None,
    text: bytes = TEXT,
    cause: str | None = None,
) -> Programme:
    """Let the superior, unless said otherwise, propose a programme; commits."""
    proposal = service.ProposedProgramme(scene.person, text, starts_on, 20, told or goal())
    if cause is not None:
        proposal = replace(proposal, cause=DifficultyCause(cause))
    who = sides(session, scene, by or scene.superior)
    return held(session, service.propose_programme(session, proposal, sides=who, today=TODAY))


def held(session: Session, programme_id: int) -> Programme:
    """Return a programme as it stands."""
    session.rollback()
    session.expire_all()
    found = programme_with(session, programme_id)
    if found is None:
        raise LookupError(programme_id)
    return found


def act(
    session: Session, scene: PlanScene, found: Programme, who: int | None, *, on: date = TODAY
) -> ProgrammeAct:
    """Return an act of somebody on a programme as it is."""
    return ProgrammeAct(found.id, found.revision, sides(session, scene, who, on=on), on)


def agree(session: Session, scene: PlanScene, found: Programme, *, by: int | None = None) -> None:
    own = act(session, scene, found, by or scene.person)
    service.agree_programme(session, own, counts=is_weekday)


def figures(found: Programme, value: str = "92", cases: int | None = 88) -> dict[int, FigureTold]:
    """Return one figure for every goal."""
    told = FigureTold(Measured(Decimal(value), cases), TEXT)
    return {each.id: told for each in found.goals}


def review(
    session: Session,
    scene: PlanScene,
    found: Programme,
    *,
    who: int | None = None,
    on: date = LAST,
    **changed: Any,
) -> None:
    told = course_service.ProgrammeReview(ProgrammeOutcome.MET, "", None, figures(found))
    own = act(session, scene, found, who or scene.superior, on=on)
    course_service.review_programme(session, own, review=replace(told, **changed))


def extend(session: Session, scene: PlanScene, found: Programme, *, to: date) -> None:
    own = act(session, scene, found, scene.superior)
    course_service.extend_programme(session, own, to=to, reason=TEXT, counts=is_weekday)


def make_programme(
    session: Session, scene: PlanScene, *, state: ProgrammeState, cause: str | None = None
) -> Programme:
    """Bring a programme into a state; commits."""
    at = REACHED.index(state)
    is_later = state is ProgrammeState.AGREED
    found = propose(session, scene, starts_on=date(2026, 1, 13) if is_later else TODAY, cause=cause)
    if at >= 1:
        agree(session, scene, found)
    if state is ProgrammeState.EXTENDED:
        extend(session, scene, held(session, found.id), to=date(2026, 4, 30))
    if at >= REACHED.index(ProgrammeState.REVIEWED):
        review(session, scene, held(session, found.id))
    if state is ProgrammeState.CLOSED:
        found = held(session, found.id)
        own = act(session, scene, found, scene.superior, on=EFFECT)
        course_service.close_programme(session, own, figures=figures(found), no_effect=None)
    return held(session, found.id)
