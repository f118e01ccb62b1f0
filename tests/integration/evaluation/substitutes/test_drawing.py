"""Substitutes are drawn under a lock, kept for ever, and hold once another person confirmed."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.evaluation.cycles import service as cycles
from portal.evaluation.cycles.queries import cycle_with
from portal.evaluation.rules.states import CycleState
from portal.evaluation.substitutes.lot_service import heed_lots
from portal.evaluation.substitutes.models import CycleSubstitute
from portal.evaluation.substitutes.queries import substitutes_needed
from portal.evaluation.substitutes.service import Draw, NotDrawnNow, draw_substitutes
from portal.organisation.people import queries as people
from portal.organisation.people import service as changes
from portal.organisation.people.change_queries import unread_notices
from portal.organisation.people.evaluated import never_evaluated
from portal.organisation.people.models import Officer
from portal.organisation.people.refusals import SameHand
from portal.organisation.people.standing import StandingKind
from portal.web.access import Role, Staff
from tests.factories.cycles import make_draft
from tests.factories.organisation import make_agency
from tests.factories.people import make_absence, make_people, make_post, make_relation
from tests.factories.plans import NOW, TODAY, PlanScene
from tests.staff import add_account

NEXT_YEAR = date(2027, 1, 1)
RULE = partial(heed_lots, today=TODAY)
END = date(2027, 12, 31)


@pytest.fixture
def heads(session: Session, scene: PlanScene) -> list[int]:
    """Two heads of other agencies, who are in nobody's line and can sign in."""
    found = make_people(session, "Eka Contoh", "Fajar Contoh")
    for number, head in enumerate(found):
        agency = make_agency(session, f"dinas-{number}")
        make_post(session, head, agency, is_head=True)
        add_account(session, Role.OFFICER, agency_id=agency.id, officer_id=head)
    session.commit()
    return found


@pytest.fixture
def cycle_id(session: Session, scene: PlanScene) -> int:
    return make_draft(session, 2027)


@pytest.fixture
def office(session: Session, scene: PlanScene) -> list[Account]:
    accounts = [add_account(session, Role.PERFORMANCE_OFFICE) for _ in range(2)]
    session.commit()
    return accounts


def draw(session: Session, cycle_id: int, by: Account, *, on: date = TODAY) -> int:
    asked = Draw(cycle_id, by.id, by.officer_id, NOW, on)
    return draw_substitutes(session, asked, note=lambda *_: None, choose=max)


def decide(session: Session, lot: CycleSubstitute, by: Account, *, is_confirmed: bool) -> None:
    staff = Staff(by.id, by.name, frozenset({Role.PERFORMANCE_OFFICE}))
    hand = changes.Hand(staff, NOW, TODAY, never_evaluated, RULE)
    decided = changes.confirm_change if is_confirmed else changes.decline_change
    decided(session, lot.change_id, answer="Sudah diperiksa", by=hand)


def lots(session: Session) -> list[CycleSubstitute]:
    session.expire_all()
    return list(session.scalars(select(CycleSubstitute).order_by(CycleSubstitute.id)))


def lacking(session: Session, cycle_id: int) -> tuple[int, ...]:
    session.rollback()
    cycle = cycle_with(session, cycle_id)
    assert cycle is not None
    return substitutes_needed(session, cycle, today=TODAY).lacking


def test_who_has_nobody_above_the_appraiser_gets_one_from_outside_the_line(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    # The mayor rates both, and nobody stands above the mayor.
    assert lacking(session, cycle_id) == (scene.leader, scene.stranger)

    assert draw(session, cycle_id, office[0]) == 2

    found = lots(session)
    assert [(each.person_id, each.holder_id, each.pool_size) for each in found] == [
        (scene.leader, heads[1], 2),
        (scene.stranger, heads[1], 2),
    ]
    # A lot waits for another person; nothing is drawn a second time meanwhile.
    assert draw(session, cycle_id, office[1]) == 0
    with pytest.raises(SameHand):
        decide(session, found[0], office[0], is_confirmed=True)
    decide(session, found[0], office[1], is_confirmed=True)

    then = people.standing_on(session, NEXT_YEAR, person_ids={scene.leader, heads[1]})
    assert then.decider_of(scene.leader) == heads[1]
    assert then.lacks(scene.leader) == set()
    assert StandingKind.APPRAISERS_SUPERIOR in then.kinds(heads[1], about=scene.leader)
    before = people.standing_on(session, date(2026, 12, 31), person_ids={scene.leader})
    after = people.standing_on(session, date(2028, 1, 1), person_ids={scene.leader})
    assert before.decider_of(scene.leader) is after.decider_of(scene.leader) is None
    # The person, the superior and whoever was drawn are told.
    told = {each for each in (scene.leader, scene.mayor, heads[1]) if unread_notices(session, each)}
    assert told == {scene.leader, scene.mayor, heads[1]}


def test_after_a_refusal_somebody_else_is_drawn_and_both_lots_stay(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    draw(session, cycle_id, office[0])
    make_relation(session, "relative", heads[1], about=scene.leader)
    session.commit()
    decide(session, lots(session)[0], office[1], is_confirmed=False)
    assert lacking(session, cycle_id) == (scene.leader,)

    assert draw(session, cycle_id, office[0]) == 1

    of_leader = [each.holder_id for each in lots(session) if each.person_id == scene.leader]
    assert of_leader == [heads[1], heads[0]]
    make_absence(session, heads[0], starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    session.commit()
    decide(session, lots(session)[-1], office[1], is_confirmed=False)
    # Nobody is left who was not drawn in vain.
    assert draw(session, cycle_id, office[0]) == 0


def test_who_was_drawn_and_left_is_followed_by_another_who_counts(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    draw(session, cycle_id, office[0])
    decide(session, lots(session)[0], office[1], is_confirmed=True)
    gone = session.query(Account).filter_by(officer_id=heads[1]).one()
    gone.is_active = False
    session.commit()
    assert lacking(session, cycle_id) == (scene.leader,)

    assert draw(session, cycle_id, office[0]) == 1
    decide(session, lots(session)[-1], office[1], is_confirmed=True)

    day = date(2027, 1, 2)
    then = people.standing_on(session, day, person_ids={scene.leader, *heads})
    assert then.decider_of(scene.leader) == heads[0]


def test_who_is_away_close_retired_or_without_an_account_is_not_drawn(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    make_absence(session, heads[0], starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    make_relation(session, "relative", heads[1], about=scene.leader)
    (retired,) = make_people(session, "Gita Contoh")
    make_post(session, retired, make_agency(session, "dinas-9"), is_head=True)
    add_account(session, Role.OFFICER, officer_id=retired)
    session.get_one(Officer, retired).retired_on = NEXT_YEAR
    session.commit()

    assert draw(session, cycle_id, office[0]) == 1

    assert [(each.person_id, each.holder_id) for each in lots(session)] == [
        (scene.stranger, heads[1])
    ]


def test_nobody_draws_for_themself(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    office[0].officer_id = scene.leader
    session.commit()

    assert draw(session, cycle_id, office[0]) == 1

    assert [each.person_id for each in lots(session)] == [scene.stranger]
    assert draw(session, cycle_id, office[1]) == 1


def test_a_substitute_drawn_while_the_cycle_is_open_does_not_reach_back(
    session: Session, scene: PlanScene, heads: list[int], office: list[Account]
) -> None:
    today = date(2026, 6, 10)
    draw(session, scene.cycle.id, office[0], on=today)
    decide(session, lots(session)[0], office[1], is_confirmed=True)

    for day, decider in ((date(2026, 6, 9), None), (today, heads[1])):
        then = people.standing_on(session, day, person_ids={scene.leader})
        assert then.decider_of(scene.leader) == decider


@pytest.mark.parametrize("state", [CycleState.EVALUATING, CycleState.CANCELLED])
def test_nothing_is_drawn_once_a_cycle_is_evaluated_or_was_cancelled(
    session: Session, scene: PlanScene, heads: list[int], state: CycleState, office: list[Account]
) -> None:
    number = scene.cycle.id if state is CycleState.EVALUATING else make_draft(session, 2027)
    cycles.move_cycle(session, number, to=state)

    with pytest.raises(NotDrawnNow):
        draw(session, number, office[0])
    assert lots(session) == []


COPY = (
    "INSERT INTO cycle_substitute "
    "(cycle_id, person_id, holder_id, change_id, pool_size, drawn_on) "
    "SELECT cycle_id, person_id, {holder}, change_id, {pool}, drawn_on FROM cycle_substitute"
)


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE cycle_substitute SET holder_id = person_id", "never changed"),
        ("UPDATE cycle_substitute SET pool_size = 9", "never changed"),
        ("DELETE FROM cycle_substitute", "never changed"),
        (COPY.format(holder="person_id", pool=1), "ck_cycle_substitute_holder"),
        (COPY.format(holder="holder_id", pool=0), "ck_cycle_substitute_pool_size"),
        (COPY.format(holder="holder_id", pool=1), "change_id"),
    ],
)
def test_the_database_keeps_every_lot_as_it_was(
    session: Session,
    heads: list[int],
    cycle_id: int,
    *,
    office: list[Account],
    statement: str,
    because: str,
) -> None:
    draw(session, cycle_id, office[0])

    with pytest.raises(IntegrityError, match=because):
        session.execute(text(statement))
