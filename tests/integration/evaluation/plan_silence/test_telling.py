"""Who is told in which night that a plan waits; the plan itself stays as it is."""

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.plan_silence.domain import OVER, SilenceKind, ToldAs
from portal.evaluation.plan_silence.models import PlanSilenceNotice
from portal.evaluation.plan_silence.service import tell_of_silence
from portal.evaluation.plans import amending, service
from portal.evaluation.rules.states import PlanState
from portal.web.access import Role
from tests.factories.people import make_absence, make_line
from tests.factories.plans import (
    NOW,
    REASON,
    PlanScene,
    act,
    found,
    make_plan,
    make_plan_scene,
    submit,
)
from tests.staff import add_account

ZONE = ZoneInfo("Asia/Jakarta")
# 30 working days after 1 January, of which 16 January is a holiday.
AGREED = date(2026, 2, 13)
OVER_ON, SATURDAY = date(2026, 2, 16), date(2026, 2, 14)
COLUMNS = "cycle_id, person_id, kind, last_on, told_id, told_as, noted_on"
Told = tuple[int, int, ToldAs, int]


def tell(session: Session, day: date) -> int:
    return tell_of_silence(session, today=day, zone=ZONE)


def told_of(session: Session, person: int) -> set[Told]:
    """Return (told, left, as, day) of what was told of a person's plan."""
    rows = session.scalars(select(PlanSilenceNotice).where(PlanSilenceNotice.person_id == person))
    return {(row.told_id, row.days_left, ToldAs(row.told_as), row.noted_on.day) for row in rows}


def add_coordinator(session: Session, scene: PlanScene) -> int:
    """Let the stranger coordinate the agency."""
    add_account(
        session,
        Role.PERFORMANCE_COORDINATOR,
        agency_id=scene.agency_id,
        officer_id=scene.stranger,
    )
    session.commit()
    return scene.stranger


def test_an_appraiser_is_reminded_twice_then_those_above_and_beside_are_told(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    coordinator = add_coordinator(session, scene)
    plan = make_plan(session, scene, state=PlanState.SUBMITTED)
    for day in (5, 6, 9, 12, 13):
        tell(session, date(2026, 2, day))

    reminded = {
        (scene.superior, 5, ToldAs.APPRAISER, 6),
        (scene.superior, 1, ToldAs.APPRAISER, 12),
    }
    assert told_of(session, scene.person) == reminded
    assert tell(session, SATURDAY) == 0
    tell(session, OVER_ON)
    tell(session, OVER_ON)

    assert told_of(session, scene.person) - reminded == {
        (scene.superior, OVER, ToldAs.APPRAISER, 16),
        (scene.leader, OVER, ToldAs.ABOVE, 16),
        (coordinator, OVER, ToldAs.COORDINATOR, 16),
    }
    assert found(session, plan.id).latest.state is PlanState.SUBMITTED


def test_silence_of_months_agrees_nothing(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.SUBMITTED)
    for day in (OVER_ON, date(2026, 6, 1), date(2026, 11, 30)):
        tell(session, day)
        service.run_due_plans(session, today=day, now=NOW)

    latest = found(session, plan.id).latest
    assert (latest.state, latest.agreed_at, latest.agreed_by) == (PlanState.SUBMITTED, None, None)


def test_who_sends_nothing_is_reminded_and_then_the_superior_is_told(session: Session) -> None:
    scene = make_plan_scene(session)
    for day in (date(2026, 1, 23), date(2026, 1, 29), date(2026, 2, 2)):
        tell(session, day)

    assert told_of(session, scene.person) == {
        (scene.person, 5, ToldAs.PERSON, 23),
        (scene.person, 1, ToldAs.PERSON, 29),
        (scene.person, OVER, ToldAs.PERSON, 2),
        (scene.superior, OVER, ToldAs.APPRAISER, 2),
    }


def test_a_night_that_was_missed_is_made_up_for(session: Session) -> None:
    scene = make_plan_scene(session)
    make_plan(session, scene, state=PlanState.SUBMITTED)

    tell(session, date(2026, 3, 2))

    assert {told for told, *_ in told_of(session, scene.person)} == {scene.superior, scene.leader}


def test_whoever_stands_above_later_is_told_then(session: Session) -> None:
    scene = make_plan_scene(session)
    make_plan(session, scene, state=PlanState.SUBMITTED)
    tell(session, OVER_ON)
    session.execute(
        text("UPDATE reporting_line SET ends_on = '2026-02-28' WHERE person_id = :of"),
        {"of": scene.superior},
    )
    make_line(session, scene.superior, to=scene.stranger, starts_on=date(2026, 3, 1))
    session.commit()

    tell(session, date(2026, 3, 2))

    above = {told for told, _, told_as, _ in told_of(session, scene.person) if told_as == "above"}
    assert above == {scene.leader, scene.stranger}


def test_a_returned_plan_waits_for_its_person(session: Session) -> None:
    scene = make_plan_scene(session)
    make_plan(session, scene, state=PlanState.RETURNED)
    tell(session, OVER_ON)

    assert {told_as for _, _, told_as, _ in told_of(session, scene.person)} == {
        ToldAs.PERSON,
        ToldAs.APPRAISER,
    }


def test_an_amendment_that_nobody_answers_is_told_ten_working_days_later(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    sent_on = date(2026, 1, 12)
    amending.amend(session, act(plan, scene.person, reason=REASON, on=sent_on))
    tell(session, OVER_ON)
    assert told_of(session, scene.person) == set()
    submit(session, scene, found(session, plan.id), on=sent_on)
    tell(session, OVER_ON)

    assert (scene.leader, OVER, ToldAs.ABOVE, 16) in told_of(session, scene.person)
    plan = found(session, plan.id)
    assert [each.state for each in plan.versions] == [PlanState.RUNNING, PlanState.SUBMITTED]


def test_who_is_away_or_excepted_keeps_nobody_waiting(session: Session) -> None:
    scene = make_plan_scene(session)
    make_absence(session, scene.person, starts_on=date(2026, 1, 5), ends_on=date(2026, 6, 30))
    session.commit()
    tell(session, OVER_ON)

    counted = Counter(
        session.scalars(
            select(PlanSilenceNotice.person_id).where(
                PlanSilenceNotice.kind == SilenceKind.NOT_SENT
            )
        )
    )
    assert scene.person not in counted
    assert scene.superior in counted


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_silence_notice SET noted_on = '2026-01-03'",
        "DELETE FROM plan_silence_notice",
        (
            f"INSERT INTO plan_silence_notice ({COLUMNS}, days_left) "
            f"SELECT {COLUMNS}, 5 FROM plan_silence_notice WHERE told_as = 'above'"
        ),
    ],
    ids=["changed", "deleted", "told above before the last day"],
)
def test_the_database_keeps_who_was_told_as_it_was(session: Session, statement: str) -> None:
    scene = make_plan_scene(session)
    make_plan(session, scene, state=PlanState.SUBMITTED)
    tell(session, OVER_ON)

    with pytest.raises(IntegrityError):
        session.execute(text(statement))
