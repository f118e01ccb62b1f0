"""Two people of the performance office cannot draw, decline or name until somebody suits them."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.evaluation.substitutes.domain import LotBar
from portal.evaluation.substitutes.models import CycleSubstituteBar
from portal.evaluation.substitutes.queries import waiting_lot
from portal.organisation.people import service as changes
from portal.organisation.people.change_queries import unread_notices
from portal.organisation.people.domain import Naming, RelationEnd
from portal.organisation.people.evaluated import never_evaluated
from portal.organisation.people.list_queries import named_for
from portal.organisation.people.refusals import LotStands
from portal.organisation.people.standing import RelationKind
from portal.web.access import Role, Staff
from tests.factories.people import make_absence, make_line, make_relation
from tests.factories.plans import NOW, TODAY, PlanScene
from tests.integration.evaluation.substitutes.test_drawing import (
    END,
    NEXT_YEAR,
    RULE,
    cycle_id,
    decide,
    draw,
    heads,
    lacking,
    lots,
    office,
)

__all__ = ["cycle_id", "heads", "office"]


def hand(by: Account) -> changes.Hand:
    staff = Staff(by.id, by.name, frozenset({Role.PERFORMANCE_OFFICE}))
    return changes.Hand(staff, NOW, TODAY, never_evaluated, RULE)


def name(session: Session, person: int, holder: int, *, by: Account) -> int:
    naming = Naming(holder, RelationKind.SUBSTITUTE_DECIDER, NEXT_YEAR, END)
    return changes.enter_change(
        session, changes.EnterChange(person, naming, "Lebih cocok"), by=hand(by)
    )


def test_a_lot_that_does_not_suit_is_not_declined(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    draw(session, cycle_id, office[0])

    with pytest.raises(LotStands):
        decide(session, lots(session)[0], office[1], is_confirmed=False)

    assert draw(session, cycle_id, office[0]) == 0
    assert waiting_lot(session, scene.leader, cycle_id=cycle_id) == heads[1]
    decide(session, lots(session)[0], office[1], is_confirmed=True)


@pytest.mark.parametrize("bar", list(LotBar))
def test_a_lot_falls_for_a_fact_on_record_which_is_kept_and_told(
    session: Session,
    scene: PlanScene,
    heads: list[int],
    cycle_id: int,
    *,
    office: list[Account],
    bar: LotBar,
) -> None:
    draw(session, cycle_id, office[0])
    if bar is LotBar.CLOSE:
        # To the appraiser, who is the mayor.
        make_relation(session, "relative", heads[1], about=scene.mayor)
    elif bar is LotBar.IN_LINE:
        make_line(session, heads[1], to=scene.leader, starts_on=date(2026, 1, 2))
    else:
        make_absence(session, heads[1], starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    session.commit()

    decide(session, lots(session)[0], office[1], is_confirmed=False)

    kept = session.scalars(select(CycleSubstituteBar)).all()
    assert [(each.lot_id, each.bar, each.found_on) for each in kept] == [(1, bar, TODAY)]
    assert unread_notices(session, scene.leader) == 1
    assert lacking(session, cycle_id) == (scene.leader,)


def test_nobody_is_named_where_somebody_stands_above_or_can_be_drawn(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    # Nobody stands above the leader's appraiser: a lot decides. Above the person's a leader is.
    for person in (scene.leader, scene.person):
        with pytest.raises(LotStands):
            name(session, person, heads[0], by=office[0])
    for head in heads:
        make_relation(session, "relative", head, about=scene.leader)
    session.commit()

    # Nobody is left to be drawn.
    assert name(session, scene.leader, scene.stranger, by=office[0])


def test_who_was_drawn_is_not_ended_for_somebody_else(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    draw(session, cycle_id, office[0])
    decide(session, lots(session)[0], office[1], is_confirmed=True)
    (relation,) = named_for(session, scene.leader)
    end = changes.EnterChange(scene.leader, RelationEnd(relation.id, NEXT_YEAR), "Lebih cocok")

    with pytest.raises(LotStands):
        changes.enter_change(session, end, by=hand(office[0]))
    make_absence(session, heads[1], starts_on=NEXT_YEAR, ends_on=None)
    session.commit()

    assert changes.enter_change(session, end, by=hand(office[0]))


def test_the_database_keeps_a_lot_without_a_fact(
    session: Session, scene: PlanScene, heads: list[int], cycle_id: int, *, office: list[Account]
) -> None:
    draw(session, cycle_id, office[0])

    with pytest.raises(IntegrityError, match="a lot falls only for a fact"):
        session.execute(
            text(
                "UPDATE people_change SET state = 'declined', decided_by = :by, decided_at = :now"
            ),
            {"by": office[1].id, "now": NOW.isoformat()},
        )
