"""What nobody reported, on its pages: who looks at the source, when, and what the person reads."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.rules.states import RealisationState
from portal.time import clock
from portal.web.extensions import db
from tests.factories import realisations as made
from tests.factories.plans import PlanScene
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
HOME = "/admin/performance"
PERIOD = f"{HOME}/plans/1/periods/1"
ONE = f"{PERIOD}/indicators/1"
SILENT = f"{ONE}/silent"
REMINDED = (date(2026, 4, 9), date(2026, 4, 10))
# Silence counts from Saturday the 18th; the superior looks until Friday the 24th.
EARLY, COUNTS, LATE = 17, 20, 27
On = Callable[[int], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    def day(number: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, number, 3, tzinfo=UTC))

    return day


@pytest.fixture(autouse=True)
def place(app: Flask, scene: PlanScene, on: On) -> IndicatorPeriod:
    with app.app_context():
        place = made.make_place(db.session(), scene)
        made.remind(db.session(), place, *REMINDED)
    on(COUNTS)
    return place


def found(app: Flask, place: IndicatorPeriod) -> RealisationState:
    with app.app_context():
        return made.state_of(db.session(), place)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(
    ("day", "lookers"), [(EARLY, set()), (COUNTS, {"superior"}), (LATE, {"leader"})]
)
def test_the_source_is_looked_at_by_whose_turn_it_is(
    sign_in: SignIn, on: On, *, viewer: str, day: int, lookers: set[str]
) -> None:
    on(day)

    assert (sign_in(viewer).get(SILENT).status_code == 200) is (viewer in lookers)


def test_the_superior_keeps_what_the_source_gave_and_the_person_reads_it_and_reports_late(
    app: Flask, place: IndicatorPeriod, person: FlaskClient, superior: FlaskClient
) -> None:
    assert "Sudah dua kali diingatkan" in person.get(PERIOD).text
    assert f'href="{SILENT}"' in superior.get(PERIOD).text
    assert f'href="{PERIOD}"' in superior.get(HOME).text

    sent = send(superior, SILENT, value="40", reason="Dilihat di laporan antrean")

    assert sent.headers["Location"].endswith("?done=unreported")
    assert "tidak dilaporkan" in superior.get(sent.headers["Location"]).text
    page = person.get(PERIOD).text
    assert "Dilihat di laporan antrean" in page
    assert "nilai ini yang dihitung" in page
    assert superior.get(SILENT).status_code == 404
    assert f'href="{PERIOD}"' not in superior.get(HOME).text
    send(person, ONE, value="62")
    assert found(app, place) is RealisationState.REPORTED


def test_a_reason_is_needed_a_value_is_not(
    app: Flask, place: IndicatorPeriod, superior: FlaskClient
) -> None:
    refused = send(superior, SILENT, value="", reason="")
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text

    assert send(superior, SILENT, value="", reason="Sumbernya kosong").status_code == 302
    assert found(app, place) is RealisationState.NOT_REPORTED


def test_who_comes_second_keeps_the_words(
    app: Flask, person: FlaskClient, superior: FlaskClient
) -> None:
    page = superior.get(SILENT)
    send(person, ONE, value="62")

    late = superior.post(SILENT, data=fields_of(page.text) | {"reason": "Alasan panjang"})

    assert late.status_code == 409
    assert fields_of(late.text)["reason"].strip() == "Alasan panjang"


def test_what_nobody_looked_at_is_found_one_step_up(
    scene: PlanScene, client_of: ClientOf, superior: FlaskClient, on: On
) -> None:
    on(LATE)
    leader = client_of(scene.leader)

    assert f'href="{PERIOD}"' in leader.get(HOME).text
    assert f'href="{PERIOD}"' not in superior.get(HOME).text
    assert send(leader, SILENT, reason="Sumbernya kosong").status_code == 302
