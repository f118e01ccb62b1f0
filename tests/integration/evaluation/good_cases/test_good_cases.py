"""A good case is public only after its person and the office agreed, and the database keeps it."""

from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.good_cases import queries, service
from portal.evaluation.rules.help_states import GoodCaseState
from tests.factories import good_cases as made
from tests.factories.plans import TODAY, PlanScene, make_plan_scene
from tests.factories.programmes import sides

State = GoodCaseState


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


def test_who_writes_of_oneself_consents_with_it_and_others_wait(
    session: Session, scene: PlanScene
) -> None:
    own = made.make_case(session, scene, state=State.CONSENTED, by=scene.person)
    assert own.state is State.CONSENTED
    assert made.make_case(session, scene, state=State.PROPOSED).state is State.PROPOSED


@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_nobody_else_writes_of_a_person(session: Session, scene: PlanScene, who: str) -> None:
    own = sides(session, scene, getattr(scene, who))
    told = service.CaseTold(b"a", b"b", b"c", b"d")
    with pytest.raises(service.GoodCaseChanged):
        service.write_case(session, own, agency_id=scene.agency_id, told=told, today=TODAY)


@pytest.mark.parametrize("state", [State.PROPOSED, State.DECLINED, State.WITHDRAWN])
def test_nothing_is_published_without_consent_or_after_it_ended(
    session: Session, scene: PlanScene, state: GoodCaseState
) -> None:
    held = made.make_case(session, scene, state=state)
    with pytest.raises(service.GoodCaseChanged):
        service.publish_case(
            session, held.id, revision=held.revision, names_agency=True, today=TODAY
        )


def test_a_page_of_yesterday_changes_nothing(session: Session, scene: PlanScene) -> None:
    held = made.make_case(session, scene, state=State.CONSENTED)
    with pytest.raises(service.GoodCaseChanged):
        service.decline_case(session, held.id, revision=held.revision - 1, reason=b"x")


@pytest.mark.parametrize(
    ("state", "statement"),
    [
        (State.PROPOSED, "UPDATE good_case SET state = 'published', published_on = '2026-01-12'"),
        (State.CONSENTED, "UPDATE good_case SET state = 'published'"),
        (State.CONSENTED, "UPDATE good_case SET person_id = 2"),
        (State.PUBLISHED, "UPDATE good_case SET names_agency = NOT names_agency"),
        (State.WITHDRAWN, "UPDATE good_case SET state = 'consented'"),
        (State.WITHDRAWN, "DELETE FROM good_case"),
    ],
)
def test_the_database_refuses_what_skips_the_consent(
    session: Session, scene: PlanScene, state: GoodCaseState, statement: str
) -> None:
    made.make_case(session, scene, state=state)
    with pytest.raises(IntegrityError):
        session.execute(text(statement))
    session.rollback()


SEALED = [bytes([number]) * 40 for number in range(8)]


def test_the_public_order_says_nothing_of_who_wrote_one_after_the_other(
    session: Session, scene: PlanScene
) -> None:
    for each in SEALED:
        made.make_case(session, scene, state=State.PUBLISHED, sealed=each)

    order = [SEALED.index(case.title) for case in queries.published_cases(session)]

    neighbours = sum(abs(first - second) == 1 for first, second in pairwise(order))
    assert sorted(order) == list(range(8))
    assert neighbours <= 2


def test_the_public_order_is_the_same_however_they_were_written(
    session: Session, scene: PlanScene
) -> None:
    orders = []
    for written in (SEALED, SEALED[::-1]):
        for each in written:
            made.make_case(session, scene, state=State.PUBLISHED, sealed=each)
        orders.append([case.title for case in queries.published_cases(session)])
        for case in queries.published_cases(session):
            service.move_case(session, case.id, revision=case.revision, to=State.WITHDRAWN)

    assert orders[0] == orders[1]
