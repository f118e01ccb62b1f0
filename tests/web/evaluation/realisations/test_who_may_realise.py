"""Every page of realisations x what somebody is to the person: what lies elsewhere is not there."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.rules.states import RealisationState
from portal.time import clock
from portal.web.extensions import db, vault
from tests.factories import realisations as made
from tests.factories.people import make_relation
from tests.factories.plans import PlanScene
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
PERIOD = "/admin/performance/plans/1/periods/1"
# Reported and waiting; proposed to drop out; nothing said.
REPORTED, PROPOSED, OPEN = (f"{PERIOD}/indicators/{key}" for key in (1, 2, 3))
READ = {"person", "superior", "adviser", "auditor"}
SIDES = {"person", "superior"}
# The address, and which of the viewers finds something there in the first five days.
PAGES = {
    PERIOD: READ,
    REPORTED: READ,
    PROPOSED: READ,
    OPEN: READ,
    f"{REPORTED}/dispute": {"superior"},
    f"{OPEN}/dispute": set(),
    f"{OPEN}/drop": SIDES,
    f"{OPEN}/figure": {"person"},
    f"{REPORTED}/figure": {"person"},
    f"{PROPOSED}/drop": set(),
}
ACTS = {
    f"{OPEN}/draft": {"person"},
    f"{REPORTED}/draft": set(),
    f"{REPORTED}/verify": {"superior"},
    f"{OPEN}/verify": set(),
    f"{REPORTED}/links/1/opened": {"superior"},
    f"{OPEN}/links/1/opened": set(),
    f"{PROPOSED}/drop/agree": {"superior"},
    f"{PROPOSED}/drop/decline": SIDES,
    f"{OPEN}/drop/agree": set(),
}
# After five working days: what went one step up.
LATE_PAGES = {PERIOD: READ | {"leader"}, REPORTED: READ | {"leader"}, PROPOSED: READ, OPEN: READ}
LATE_ACTS = {
    f"{REPORTED}/links/1/opened": {"superior", "leader"},
    f"{REPORTED}/verify": {"leader"},
    f"{PROPOSED}/drop/agree": {"superior"},
}


@pytest.fixture(autouse=True)
def place(app: Flask, scene: PlanScene) -> IndicatorPeriod:
    with app.app_context():
        session = db.session()
        place = made.make_place(session, scene)
        made.report(session, place, links=("https://drive.example/1",))
        proposed = IndicatorPeriod(place.plan_id, place.person_id, 2, place.cycle_id, 1)
        made.propose(session, proposed, reason=vault().lock("Sumber mati"), by=scene.person)
        return place


def assert_found(
    app: Flask,
    sign_in: SignIn,
    viewer: str,
    *,
    pages: dict[str, set[str]],
    acts: dict[str, set[str]],
) -> None:
    client = sign_in(viewer)
    for page, readers in pages.items():
        assert (client.get(page).status_code != 404) is (viewer in readers), page
    app.config["WTF_CSRF_ENABLED"] = False
    for act, actors in acts.items():
        answer = client.post(act, data={"revision": "0", "draft": "9"})
        assert (answer.status_code != 404) is (viewer in actors), act


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_realisation_is_found_by_whom_it_concerns_and_by_nobody_else(
    app: Flask, sign_in: SignIn, viewer: str
) -> None:
    assert_found(app, sign_in, viewer, pages=PAGES, acts=ACTS)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_after_five_working_days_what_waits_is_found_one_step_up_and_nothing_else(
    app: Flask, sign_in: SignIn, viewer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 21, 3, tzinfo=UTC))

    assert_found(app, sign_in, viewer, pages=LATE_PAGES, acts=LATE_ACTS)


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each != "person"])
def test_nobody_reports_for_somebody_else(
    app: Flask, place: IndicatorPeriod, sign_in: SignIn, viewer: str
) -> None:
    client = sign_in(viewer)
    app.config["WTF_CSRF_ENABLED"] = False

    client.post(OPEN, data={"revision": "0", "value": "99"})

    with app.app_context(), pytest.raises(LookupError):
        made.held(
            db.session(), IndicatorPeriod(place.plan_id, place.person_id, 3, place.cycle_id, 1)
        )


def test_a_superior_who_is_a_relative_finds_nothing(
    app: Flask, place: IndicatorPeriod, scene: PlanScene, sign_in: SignIn
) -> None:
    with app.app_context():
        make_relation(db.session(), "relative", scene.superior, about=scene.person)
        db.session.commit()
    superior = sign_in("superior")
    app.config["WTF_CSRF_ENABLED"] = False

    assert superior.get(PERIOD).status_code == 404
    assert superior.post(f"{REPORTED}/verify", data={"revision": "1"}).status_code == 404
    with app.app_context():
        assert made.state_of(db.session(), place) is RealisationState.REPORTED
