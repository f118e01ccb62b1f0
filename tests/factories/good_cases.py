"""Makers of good cases on the way to the public page."""

from sqlalchemy.orm import Session

from portal.evaluation.good_cases import queries, service
from portal.evaluation.good_cases.domain import GoodCase
from portal.evaluation.rules.help_states import GoodCaseState
from tests.factories.plans import TODAY, PlanScene
from tests.factories.programmes import sides

TEXT = b"sealed text"
State = GoodCaseState


def make_case(
    session: Session,
    scene: PlanScene,
    *,
    state: GoodCaseState,
    sealed: bytes = TEXT,
    by: int | None = None,
    names_agency: bool = False,
) -> GoodCase:
    """Bring a case about the scene's person into a state; commits. The superior writes it."""
    own = sides(session, scene, by or scene.superior)
    told = service.CaseTold(sealed, sealed, sealed, sealed)
    agency = scene.agency_id
    number = service.write_case(session, own, agency_id=agency, told=told, today=TODAY)
    held = case(session, number)
    if state is not held.state and state is not State.WITHDRAWN and held.state is State.PROPOSED:
        service.move_case(session, number, revision=held.revision, to=State.CONSENTED)
    held = case(session, number)
    if state is State.PUBLISHED:
        service.publish_case(
            session, number, revision=held.revision, names_agency=names_agency, today=TODAY
        )
    if state is State.DECLINED:
        service.decline_case(session, number, revision=held.revision, reason=sealed)
    if state is State.WITHDRAWN:
        service.move_case(session, number, revision=held.revision, to=state)
    return case(session, number)


def case(session: Session, number: int) -> GoodCase:
    """Return a case as it stands."""
    session.rollback()
    session.expire_all()
    found = queries.case_with(session, number)
    if found is None:
        raise LookupError(number)
    return found
