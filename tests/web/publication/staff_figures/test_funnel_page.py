"""The funnel of desks: the whole city for some, the own agency for heads, and nothing computed."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.publication.figures.documents import PlaceDocument, PlaceKind
from portal.publication.figures.figures import Reason
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import published
from tests.factories.figure_city import City, everyone, make_figure_city
from tests.factories.officer_answers import people
from tests.factories.staff_figures import funnel_body, publish_for_staff

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def city(app: Flask) -> City:
    return make_figure_city(app)


def funnel_desk(code: str, value: float, *, agency: str) -> PlaceDocument:
    place = published.place(PlaceKind.DESK, code, f"Loket {code}")
    lineage = (published.CITY, published.place(PlaceKind.AGENCY, agency, agency))
    shown = published.figure(value, n=200)
    return replace(published.document(place), parents=lineage, headline=shown, comparison=None)


@pytest.fixture
def funnel(city: City) -> City:
    alike = [funnel_desk(f"d-{each}", 85, agency="dukcapil") for each in range(12)]
    odd = funnel_desk("ganjil", 62, agency="dishub")
    gone = replace(
        funnel_desk("tertutup", 85, agency="dishub"),
        headline=published.hidden(Reason.FEW_OFFICERS),
    )
    with city.app.app_context():
        publish_for_staff(db.session(), funnel_body(*alike, odd, gone))
    return city


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_funnel_shows_the_whole_city_to_its_readers(funnel: City, role: Role) -> None:
    page = funnel.page("/funnel", role)

    assert "1 dari 13 loket di luar batas 95%" in page
    assert page.count("<circle") == 13
    assert "di bawah batas 99,8%" in page
    assert "memulai peninjauan dan tidak membuktikan apa pun" in page
    assert 'href="/admin/signals"' in page
    assert "akan menjadi nilai satu orang" in page
    assert funnel.acts() == [("figures.funnel", "city")]


def test_a_head_sees_the_desks_of_the_own_agency_alone(funnel: City) -> None:
    page = funnel.page("/funnel", Role.AGENCY_HEAD, agency=funnel.first)

    assert "Semua loket di sini di dalam batas 95%" in page
    assert page.count("<circle") == 12
    assert "Loket ganjil" not in page
    assert 'href="/admin/signals"' not in page
    assert funnel.acts() == [("figures.funnel", "agency:dukcapil")]


def test_a_head_may_not_ask_for_another_agencys_desks(funnel: City) -> None:
    page = funnel.page("/funnel?agency=dukcapil", Role.SUPERVISOR, agency=funnel.second)

    assert "Loket d-1" not in page
    assert "Loket ganjil" in page


def test_the_funnel_is_filtered_by_agency_and_ignores_what_it_does_not_know(funnel: City) -> None:
    asked = funnel.page("/funnel?agency=dishub", Role.AUDITOR)
    strange = funnel.page("/funnel?agency=%00", Role.AUDITOR)

    assert asked.count("<circle") == 1
    assert strange.count("<circle") == 13


def test_a_city_with_one_desk_has_no_funnel_and_says_so(city: City) -> None:
    with city.app.app_context():
        publish_for_staff(db.session(), funnel_body(funnel_desk("d-1", 85, agency="dukcapil")))

    assert "Belum ada loket yang dapat diletakkan" in city.page("/funnel", Role.AUDITOR)


def test_the_pages_speak_english_too(funnel: City) -> None:
    officer = funnel.officers[0]
    funnel.publish(*people(officer, 40, desk=funnel.desk))

    assert "Compare desks" in funnel.page("/funnel?lang=en", Role.AUDITOR)
    assert "My figures" in funnel.own(officer, "?lang=en")


LOOK = """
import sys
from portal.app import create_app
from portal.settings import Settings
app = create_app(Settings.from_env())
for token, path in {looks!r}:
    client = app.test_client()
    client.set_cookie("staff", token)
    assert client.get("/admin/figures" + path).status_code == 200, path
print("loaded:", *sorted({{"numpy", "scipy", "plotly"}} & set(sys.modules)))
"""


def test_a_worker_that_shows_figures_loads_no_statistics(funnel: City, tmp_path: Path) -> None:
    officer = funnel.officers[0]
    funnel.publish(*everyone(funnel))
    clients = {
        "": funnel.client(Role.OFFICER, agency=funnel.first, officer=officer),
        "/agencies/dukcapil": funnel.client(Role.AGENCY_HEAD, agency=funnel.first),
        "/funnel": funnel.client(Role.AUDITOR),
    }
    cookies = {path: client.get_cookie("staff") for path, client in clients.items()}
    looks = [(cookie.value, path) for path, cookie in cookies.items() if cookie]
    assert len(looks) == 3
    environ = {
        "PATH": os.environ["PATH"],
        "PORTAL_INSTANCE_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": funnel.app.config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_SECRET_KEY": "a key for the tests and nothing else",
    }

    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(looks=looks)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["loaded:"]
