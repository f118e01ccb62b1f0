"""What nobody reported: two reminders on days at work, then somebody looks at the source."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.realisations import queries, realising
from portal.evaluation.realisations.domain import DropCause, IndicatorPeriod
from portal.evaluation.realisations.silence_models import RealisationReminder
from portal.evaluation.realisations.silence_tasks import remind_of_silence
from portal.evaluation.rules.states import RealisationState, TransitionRefused
from portal.evaluation.work.domain import WorkDays
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.cycles import is_weekday
from tests.factories.people import make_absence
from tests.factories.plans import REASON, TODAY, PlanScene, make_plan_scene
from tests.factories.realisations import REMINDED, make_place, remind, report, state_of
from tests.integration.evaluation.realisations.test_realisations import (
    ABOVE,
    LATE,
    PERSON,
    STRANGER,
    SUPERIOR,
    held,
    move,
)
from tests.staff import add_account

# The first period ends on 31 March; its last day to report is 8 April (3 April is a holiday).
LAST, FIRST, SECOND, SATURDAY = (date(2026, 4, day) for day in (8, 9, 10, 11))
At = Callable[[date], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def move_to(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: noon)

    return move_to


@pytest.fixture
def city(app: Flask) -> Iterator[tuple[Session, PlanScene, IndicatorPeriod]]:
    """A running plan of three indicators, whose person has an account."""
    with app.app_context():
        session = db.session()
        scene = make_plan_scene(session)
        place = make_place(session, scene)
        add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=scene.person)
        session.commit()
        yield session, scene, place


City = tuple[Session, PlanScene, IndicatorPeriod]


def reminded(session: Session) -> list[date]:
    query = select(RealisationReminder.reminded_on).distinct()
    return list(session.scalars(query.order_by(RealisationReminder.reminded_on)))


def since(session: Session, place: IndicatorPeriod, today: date) -> date | None:
    days = WorkDays(today, is_weekday)
    plans, people = [place.plan_id], [place.person_id]
    return queries.silence_of(session, plans, person_ids=people, days=days).since(place)


def test_who_did_not_report_is_reminded_on_two_days_at_work(city: City, at: At) -> None:
    session, _, place = city
    told = []
    for day in (LAST, FIRST, FIRST, SECOND, SATURDAY, date(2026, 4, 13)):
        at(day)
        told.append(remind_of_silence(session))

    assert told == [0, 3, 0, 3, 0, 0]
    assert reminded(session) == [FIRST, SECOND]
    assert since(session, place, SECOND) == date(2026, 4, 18)


@pytest.mark.parametrize("kind", ["away", "study", "secondment"])
def test_absence_with_permission_stops_the_clock(city: City, at: At, kind: str) -> None:
    session, scene, place = city
    make_absence(session, scene.person, starts_on=SECOND, ends_on=date(2026, 4, 14), kind=kind)
    session.commit()
    for day in (FIRST, SECOND, date(2026, 4, 14), date(2026, 4, 15)):
        at(day)
        remind_of_silence(session)

    assert reminded(session) == [FIRST, date(2026, 4, 15)]
    assert since(session, place, SECOND) == date(2026, 4, 23)
    make_absence(session, scene.person, starts_on=date(2026, 4, 20), ends_on=date(2026, 4, 20))
    assert since(session, place, SECOND) == date(2026, 4, 24)


def test_nobody_is_reminded_of_what_was_reported_or_may_drop_out(city: City, at: At) -> None:
    session, scene, place = city
    report(session, place)
    proposed = replace(place, indicator_key=2)
    asked = move(proposed, scene.superior, reason=REASON)
    realising.propose_drop(session, asked, cause=DropCause.SOURCE_FAILED)
    at(FIRST)

    assert remind_of_silence(session) == 1
    assert session.scalar(select(func.max(RealisationReminder.indicator_key))) == 3


def test_who_has_no_account_is_reminded_of_nothing(city: City, at: At) -> None:
    session = city[0]
    session.execute(text("UPDATE account SET is_active = (1 = 0)"))
    session.commit()
    at(FIRST)

    assert remind_of_silence(session) == 0


def test_what_the_source_gave_counts_and_a_late_report_takes_its_place(session: Session) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    remind(session, place, *REMINDED)
    looked = move(place, scene.superior, reason=REASON)

    realising.settle_silence(session, looked, value=Decimal(40), since=TODAY, by=SUPERIOR)

    found = held(session, place)
    assert (found.state, found.counting_value) == (RealisationState.NOT_REPORTED, Decimal(40))
    late = realising.RealisationReport(Decimal(62), None, is_late=True)
    realising.report(session, move(place, scene.person, revision=found.revision), told=late)
    again = held(session, place)
    assert (again.state, again.counting_value) == (RealisationState.REPORTED, Decimal(62))


def test_silence_is_settled_by_whose_turn_it_is_and_never_too_early(session: Session) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    remind(session, place, *REMINDED)
    looked = move(place, scene.superior, reason=REASON)
    late = replace(SUPERIOR, days=LATE)
    for by, day in (
        (SUPERIOR, None),
        (SUPERIOR, date(2026, 1, 13)),
        (late, TODAY),
        (ABOVE, TODAY),
        (STRANGER, TODAY),
    ):
        with pytest.raises(realising.NotTheirTurn):
            realising.settle_silence(session, looked, value=None, since=day, by=by)
    own = move(place, scene.person, reason=REASON)
    with pytest.raises(realising.NotTheOtherSide):
        realising.settle_silence(session, own, value=None, since=TODAY, by=PERSON)

    above = replace(ABOVE, days=LATE)
    realising.settle_silence(session, looked, value=None, since=TODAY, by=above)

    assert state_of(session, place) is RealisationState.NOT_REPORTED


def test_what_was_reported_or_proposed_is_not_settled_as_silence(session: Session) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    other = replace(place, indicator_key=2)
    for each in (place, other):
        remind(session, each, *REMINDED)
    report(session, place)
    looked = move(place, scene.superior, revision=1, reason=REASON)
    with pytest.raises(TransitionRefused):
        realising.settle_silence(session, looked, value=None, since=TODAY, by=SUPERIOR)
    own = move(other, scene.person, reason=REASON)
    realising.propose_drop(session, own, cause=DropCause.ABSENCE)
    looked = move(other, scene.superior, revision=1, reason=REASON)
    with pytest.raises(realising.RealisationChanged):
        realising.settle_silence(session, looked, value=None, since=TODAY, by=SUPERIOR)

    assert state_of(session, place) is RealisationState.REPORTED
    assert state_of(session, other) is RealisationState.OPEN


@pytest.mark.parametrize("reminders", [0, 1])
def test_the_database_takes_no_silence_before_both_reminders(
    session: Session, reminders: int
) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    remind(session, place, *REMINDED[:reminders])
    looked = move(place, scene.superior, reason=REASON)

    with pytest.raises(IntegrityError):
        realising.settle_silence(session, looked, value=None, since=TODAY, by=SUPERIOR)


def test_the_database_takes_silence_from_somebody_only_and_keeps_reminders(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    remind(session, place, *REMINDED)
    asked = move(place, scene.superior, reason=REASON)
    realising.propose_drop(session, asked, cause=DropCause.ABSENCE)
    for statement in (
        "UPDATE realisation SET state = 'not_reported'",
        "UPDATE realisation_reminder SET reminded_on = '2026-01-03'",
        "DELETE FROM realisation_reminder",
    ):
        with pytest.raises(IntegrityError):
            session.execute(text(statement))
        session.rollback()
