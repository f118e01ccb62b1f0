"""Every page of activities x what somebody is to the person: what lies elsewhere is not there."""

from datetime import date

import pytest
from flask import Flask

from portal.evaluation.rules.states import ActivityState
from portal.web.extensions import db
from tests.factories import work as made
from tests.factories.people import make_relation
from tests.factories.plans import PlanScene
from tests.web.evaluation.forms import assert_found_by
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
HOME = "/admin/performance"
ONE = f"{HOME}/activities/1"
READ = {"person", "superior", "adviser", "auditor"}
# The address, and which of the viewers finds something there.
PAGES = {
    ONE: READ,
    f"{HOME}/people/1/activities": READ,
    f"{ONE}/mend": {"person"},
    f"{ONE}/link": {"person"},
    f"{ONE}/return": {"superior"},
    f"{ONE}/reject": {"superior"},
}
ACTS = {f"{ONE}/remove": {"person"}}


@pytest.fixture(autouse=True)
def waiting(app: Flask, scene: PlanScene) -> None:
    with app.app_context():
        made.make_activity(db.session(), scene, state=ActivityState.SENT)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_an_activity_is_found_by_whom_it_concerns_and_by_nobody_else(
    app: Flask, sign_in: SignIn, viewer: str
) -> None:
    client = sign_in(viewer)

    assert_found_by(client, viewer, pages=PAGES, acts=ACTS)


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each != "superior"])
def test_nobody_else_accepts(app: Flask, sign_in: SignIn, viewer: str) -> None:
    client = sign_in(viewer)
    app.config["WTF_CSRF_ENABLED"] = False

    client.post(f"{HOME}/people/activities/accept", data={"activity": "1:1", "confirmed": "y"})

    with app.app_context():
        assert made.held(db.session(), 1).state is ActivityState.SENT


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each != "person"])
def test_a_draft_is_the_persons_own(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str
) -> None:
    with app.app_context():
        draft = made.enter(db.session(), scene.person, number=2, is_sent=False)
    client = sign_in(viewer)

    assert client.get(f"{HOME}/activities/{draft}").status_code == 404
    assert "Rancangan" not in client.get(f"{HOME}/people/1/activities").text


@pytest.mark.parametrize(("day", "state"), [(12, ActivityState.ACCEPTED), (13, ActivityState.SENT)])
def test_a_delegate_accepts_on_the_days_that_were_named_only(
    app: Flask,
    scene: PlanScene,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    *,
    day: int,
    state: ActivityState,
) -> None:
    with app.app_context():
        relation = make_relation(db.session(), "delegate", scene.stranger, about=scene.superior)
        relation.ends_on = date(2026, 1, 12)
        db.session.commit()
        shown = made.held(db.session(), 1).revision
    delegate = sign_in("stranger")
    app.config["WTF_CSRF_ENABLED"] = False

    monkeypatch.setattr("portal.evaluation.work.looking_routes.today", lambda: date(2026, 1, day))
    accepting = {"activity": f"1:{shown}", "confirmed": "y"}
    delegate.post(f"{HOME}/people/activities/accept", data=accepting)

    with app.app_context():
        assert made.held(db.session(), 1).state is state


def test_a_superior_who_is_a_relative_finds_nothing(
    app: Flask, scene: PlanScene, sign_in: SignIn
) -> None:
    with app.app_context():
        make_relation(db.session(), "relative", scene.superior, about=scene.person)
        db.session.commit()
    superior = sign_in("superior")

    assert superior.get(ONE).status_code == 404
    assert "Verifikasi" not in superior.get(f"{HOME}/people/activities").text
    assert "Ayu Contoh" not in superior.get(HOME).text
