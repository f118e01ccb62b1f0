"""What the first screen of performance costs: statements, however much waits for whom.

A screen builds no statement that an earlier one has built: most of its time went there.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NoReturn

import pytest
from flask import Flask
from sqlalchemy import Select, event
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from portal.evaluation.peer_feedback.models import PeerKey, PeerRound
from portal.evaluation.rules.states import ActivityState, PlanState, RoundState, YearlyState
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.organisation.people.standing import RelationKind
from portal.time import clock
from portal.web.extensions import db, today, vault
from tests.factories import colleagues, realisations, years
from tests.factories.people import make_line, make_people, make_relation
from tests.factories.plans import PlanScene, make_plan
from tests.factories.work import make_activity
from tests.web.evaluation.conftest import ClientOf

HOME = "/admin/performance"
# Design paper, section 5: the first screen of an appraiser with 50 people.
MOST_STATEMENTS = 12


@pytest.fixture
def statements(app: Flask) -> list[str]:
    """What is sent to the database, in order."""
    found: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *call: found.append(call[2]))
    return found


def give_fifty_people(session: Session, scene: PlanScene) -> None:
    for below in make_people(session, *(f"Orang {number}" for number in range(50))):
        make_line(session, below, to=scene.superior)
    session.commit()


def test_it_asks_no_more_however_many_people_there_are(
    app: Flask, scene: PlanScene, client_of: ClientOf, statements: list[str]
) -> None:
    superior = client_of(scene.superior)
    with app.app_context():
        make_plan(db.session(), scene, state=PlanState.SUBMITTED)
        make_activity(db.session(), scene, state=ActivityState.SENT)
        give_fifty_people(db.session(), scene)
    superior.get(HOME)
    statements.clear()

    page = superior.get(HOME).text

    assert page.count("Orang ") >= 50
    assert len(statements) <= MOST_STATEMENTS


def test_it_asks_no_more_than_twelve_times_where_everything_waits_at_once(
    app: Flask,
    scene: PlanScene,
    client_of: ClientOf,
    statements: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A year under review, a round, an own plan, silence, what went one step up, and deputies."""
    with app.app_context():
        session = db.session()
        give_fifty_people(session, scene)
        below, deputy, other = make_people(session, "Bawah Contoh", "Wakil Contoh", "Jauh Contoh")
        make_line(session, below, to=scene.person)
        make_line(session, other, to=scene.stranger)
        make_relation(session, RelationKind.DELEGATE, deputy, about=scene.leader)
        make_relation(session, RelationKind.DELEGATE, scene.superior, about=scene.stranger)
        session.commit()
        lower = replace(scene, person=below, superior=scene.person)
        far = replace(scene, person=other, superior=scene.stranger, stranger=scene.superior)
        for each in (scene, replace(scene, person=scene.superior, superior=scene.leader)):
            plan = make_plan(session, each, state=PlanState.RUNNING)
        read = make_plan(session, far, state=PlanState.RUNNING)
        years.make_year(session, far, read, state=YearlyState.SECOND_LOOK)
        reported = realisations.make_place(session, lower)
        realisations.report(session, reported)
        silent = replace(reported, indicator_key=2)
        realisations.remind(session, silent, date(2026, 4, 9), date(2026, 4, 10))
        ask_colleague(session, scene, rated=plan.person_id + 1)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))
    superior = client_of(scene.superior)
    page = superior.get(HOME).text
    for name in ("Bawah Contoh", "Wakil Contoh", "Jauh Contoh", "Penilaian rekan", "Orang 49"):
        assert name in page
    statements.clear()

    superior.get(HOME)

    assert len(statements) <= MOST_STATEMENTS


def test_the_first_staff_page_says_how_much_waits_here(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    superior = client_of(scene.superior)
    before = superior.get("/admin/").text
    with app.app_context():
        make_plan(db.session(), scene, state=PlanState.SUBMITTED)
        make_activity(db.session(), scene, state=ActivityState.SENT)

    after = superior.get("/admin/").text

    assert "Tidak ada yang menunggu Anda" in before
    assert f'href="{HOME}"' in before.partition("<main")[2]
    assert "2 hal menunggu Anda di Kinerja" in after
    assert "menunggu Anda di Kinerja" not in client_of(scene.stranger).get("/admin/").text


def test_what_waits_stands_before_what_does_not(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    superior = client_of(scene.superior)
    with app.app_context():
        place = realisations.make_place(db.session(), scene)
    headings = re.compile(r'<h2 id="([^"]+)"')
    quiet = headings.findall(superior.get(HOME).text)
    with app.app_context():
        realisations.report(db.session(), place)

    busy = headings.findall(superior.get(HOME).text)

    (waiting,) = set(busy) - set(quiet)
    assert quiet.index("work-mine") == 1
    assert busy[:2] == ["mine", waiting]


def test_plans_that_wait_stand_before_everything_else(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    with app.app_context():
        make_plan(db.session(), scene, state=PlanState.SUBMITTED)
        make_activity(db.session(), scene, state=ActivityState.SENT)

    page = client_of(scene.superior).get(HOME).text

    assert re.findall(r'<h2 id="([^"]+)"', page)[:2] == ["mine", "people"]


def test_a_result_stays_where_its_person_finds_it(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    person = client_of(scene.person)
    with app.app_context():
        plan = make_plan(db.session(), scene, state=PlanState.RUNNING)
        years.make_year(db.session(), scene, plan, state=YearlyState.CONFIRMED, vault=vault())
    before = person.get(HOME).text
    with app.app_context():
        deliver_confirmed(db.session(), scene.person, now=clock.now(), today=today())

    own, others = person.get(HOME).text, client_of(scene.superior).get(HOME).text

    link = f'href="/admin/performance/plans/{plan.id}/year/result"'
    assert link not in before
    assert link in own
    assert "Hasil tahun 2026" in own
    assert link not in others


def ask_colleague(session: Session, scene: PlanScene, *, rated: int) -> None:
    """Make a round that takes answers on 12 January 2027 and asks the superior; commits."""
    round_ = PeerRound(
        cycle_id=scene.cycle.id,
        state=RoundState.PLANNED,
        recorded_on=date(2026, 11, 20),
        opens_on=date(2027, 1, 4),
        closes_on=date(2027, 1, 15),
        first_reminder_on=date(2027, 1, 7),
        reminder_on=date(2027, 1, 13),
    )
    session.add(round_)
    session.flush()
    session.add(PeerKey(round_id=round_.id, public_key=b"k" * 32))
    session.commit()
    people = [scene.superior, rated, *range(rated + 1, rated + 9)]
    colleagues.seat_circle(session, round_.id, people)
    colleagues.bring_to(session, round_.id, RoundState.COLLECTING)


def refuse(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("a statement was built or compiled again")


def test_it_builds_no_statement_again(
    app: Flask, scene: PlanScene, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_plan(db.session(), scene, state=PlanState.RUNNING)
    browsers = [client_of(each) for each in (scene.person, scene.superior, scene.leader)]
    first = [each.get(HOME) for each in browsers]

    for name in ("where", "join", "order_by", "with_only_columns"):
        monkeypatch.setattr(Select, name, refuse)
    monkeypatch.setattr(SQLCompiler, "visit_select", refuse)

    again = [each.get(HOME) for each in browsers]
    assert [each.status_code for each in (*first, *again)] == [200] * 6
