"""Every page of a plan x what somebody is to its person: what lies elsewhere does not exist."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import PlanState
from portal.organisation.people.models import KeptLine, KeptRelation
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made
from tests.factories.organisation import LONG_AGO
from tests.factories.people import make_line
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf

PLAN = "/admin/performance/plans/1"
# The address, and which of the viewers finds something there while the plan was sent.
READ = {"person", "superior", "adviser", "auditor"}
PAGES = {
    "": READ,
    "/versions": set(),  # there is one version only
    "/results/1": {"person"},
    "/results/1/indicators/1": {"person"},
    "/expectations": {"person"},
    "/appendix": {"person"},
    "/official": {"person"},
    "/return": {"superior"},
    "/amend": READ,
    "/end": {"superior"},
}
ACTS = {
    "/submit": {"person"},
    "/agree": {"superior"},
    "/results/1/remove": {"person"},
    "/results/1/indicators/1/remove": {"person"},
}
VIEWERS = (
    "person",
    "superior",
    "leader",
    "stranger",
    "adviser",
    "auditor",
    "office",
    "coordinator",
    "administrator",
    "nobody",
)
ROLES = {
    "auditor": Role.AUDITOR,
    "office": Role.PERFORMANCE_OFFICE,
    "coordinator": Role.PERFORMANCE_COORDINATOR,
    "administrator": Role.ADMINISTRATOR,
}
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(app: Flask, scene: PlanScene, client_of: ClientOf) -> SignIn:
    """Sign a viewer in by name."""

    def open_browser(viewer: str) -> FlaskClient:
        if viewer in ROLES:
            return client_of(None, ROLES[viewer])
        if viewer == "nobody":
            return client_of(None)
        if viewer == "adviser":
            with app.app_context():
                relation = KeptRelation(
                    kind="adviser",
                    holder_id=scene.stranger,
                    about_id=scene.person,
                    starts_on=LONG_AGO,
                )
                db.session.add(relation)
                db.session.commit()
            return client_of(scene.stranger)
        return client_of(getattr(scene, viewer))

    return open_browser


def bring(app: Flask, scene: PlanScene, state: PlanState) -> None:
    with app.app_context():
        made.make_plan(db.session(), scene, state=state)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_sent_plan_is_found_by_whom_it_concerns_and_by_nobody_else(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str
) -> None:
    bring(app, scene, PlanState.SUBMITTED)
    client = sign_in(viewer)

    for page, readers in PAGES.items():
        answer = client.get(f"{PLAN}{page}")
        assert (answer.status_code != 404) is (viewer in readers), page
    app.config["WTF_CSRF_ENABLED"] = False
    for act, actors in ACTS.items():
        answer = client.post(f"{PLAN}{act}", data={"revision": "0"})
        assert (answer.status_code != 404) is (viewer in actors), act


@pytest.mark.parametrize("viewer", [each for each in VIEWERS if each != "person"])
def test_a_first_draft_is_the_persons_own(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str
) -> None:
    bring(app, scene, PlanState.DRAFT)

    assert sign_in(viewer).get(PLAN).status_code == 404


def test_a_superior_who_is_a_relative_is_nobodys_appraiser(
    app: Flask, scene: PlanScene, sign_in: SignIn
) -> None:
    bring(app, scene, PlanState.SUBMITTED)
    with app.app_context():
        db.session.add(
            KeptRelation(
                kind="relative",
                holder_id=scene.superior,
                about_id=scene.person,
                starts_on=LONG_AGO,
            )
        )
        db.session.commit()

    superior = sign_in("superior")

    assert superior.get(PLAN).status_code == 404
    assert "Ayu Contoh" not in superior.get("/admin/performance").text


@pytest.mark.parametrize("kind", ["adviser", "former_superior"])
def test_nobody_reads_the_plan_of_the_own_superior(
    app: Flask, scene: PlanScene, sign_in: SignIn, kind: str
) -> None:
    bring(app, scene, PlanState.SUBMITTED)
    client = sign_in("adviser" if kind == "adviser" else "stranger")
    with app.app_context():
        line = db.session.query(KeptLine).filter_by(person_id=scene.stranger).one()
        if kind == "former_superior":
            own = db.session.query(KeptLine).filter_by(person_id=scene.person).one()
            own.starts_on = date(2026, 1, 5)
            db.session.flush()
            make_line(db.session(), scene.person, to=scene.stranger, ends_on=date(2026, 1, 4))
        db.session.commit()
        line_id = line.id
    assert client.get(PLAN).status_code == 200

    with app.app_context():
        db.session.get_one(KeptLine, line_id).ends_on = date(2026, 1, 4)
        db.session.flush()
        make_line(db.session(), scene.stranger, to=scene.person, starts_on=date(2026, 1, 5))
        db.session.commit()

    assert client.get(PLAN).status_code == 404
