"""How many files one passing request enters, which is what a reader has to open to follow it."""

import json
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from scripts.reading_cost import ASKED, KEPT_IN, PAGE, figures_on_page, files_entered, table
from tests.factories import organisation, published
from tests.factories.random_city import make_random_city, rate
from tests.staff import signed_in
from tests.web.complaints.pages import VERSION, act, token_of, write
from tests.web.rating.conftest import POSTER, Citizen, City

MARCH = datetime(2026, 3, 6, 5, tzinfo=UTC)
ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."
Scene = Callable[[Flask], set[str]]


def rating(app: Flask) -> set[str]:
    citizen = Citizen(City(app).app)
    citizen.open(f"/r/{POSTER}")
    with files_entered() as files:
        assert citizen.send(f"/r/{POSTER}").status_code == 303
    return files


def desk_page(app: Flask) -> set[str]:
    with app.app_context():
        session = db.session()
        agency = organisation.make_agency(session, "disdukcapil", name="Dinas Kependudukan")
        service = organisation.make_service(session, agency, "ktp-baru", name="KTP-el baru")
        organisation.make_unit(session, agency, "kel-melati", name="Kelurahan Melati")
        for code in ("disdukcapil-2", "disdukcapil-7"):
            organisation.make_desk(session, agency, code, services=(service,), name="Loket")
        session.commit()
        published.publish(session, *published.every_place())
    with files_entered() as files:
        assert app.test_client().get("/desks/disdukcapil-2").status_code == 200
    return files


def month(app: Flask) -> set[str]:
    with app.app_context():
        dice = random.Random(3)
        city = make_random_city(db.session(), dice, agencies=1, desks=2)
        rate(db.session(), city, month="2026-02", dice=dice)
    with files_entered() as files:
        result = app.test_cli_runner().invoke(args=["releases", "prepare", "2026-02"])
    assert result.exit_code == 0, result.output
    return files


def answer(app: Flask) -> set[str]:
    with app.app_context():
        session = db.session()
        agency = organisation.make_agency(session, "dukcapil")
        organisation.make_desk(session, agency, "dukcapil-1")
        session.commit()
    assert write(app.test_client()).status_code == 200
    staff = signed_in(app, Role.MODERATOR).client
    for to in ("verified", "forwarded", "in_progress"):
        assert act(staff, 1, "advance", to=to).status_code == 302
    page = staff.get("/admin/complaints/1").text
    version = VERSION.search(page)
    assert version
    form = {"csrf_token": token_of(page), "version": version[1], "text": ANSWER}
    with files_entered() as files:
        assert staff.post("/admin/complaints/1/answer", data=form).status_code == 302
    return files


SCENES: dict[str, Scene] = {
    "rating": rating,
    "desk_page": desk_page,
    "month": month,
    "answer": answer,
}


@pytest.mark.parametrize("name", SCENES)
def test_a_passing_request_enters_no_more_files_than_the_page_says(
    name: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "month":
        monkeypatch.setattr(clock, "now", lambda: MARCH)
    files = SCENES[name](app)
    if KEPT_IN in os.environ:
        with Path(os.environ[KEPT_IN]).open("a") as kept:
            kept.write(json.dumps({name: sorted(files)}) + "\n")

    assert len(files) <= figures_on_page(PAGE.read_text())[name], sorted(files)


def test_the_page_has_the_table_that_the_script_writes() -> None:
    text = PAGE.read_text()

    assert figures_on_page(text).keys() == ASKED.keys() == SCENES.keys()
    assert table(figures_on_page(text)) in text


def test_a_file_counts_when_a_function_of_it_is_called_and_not_when_it_is_imported(
    tmp_path: Path,
) -> None:
    package = tmp_path / "portal"
    source = compile("def act(): pass\nact()", str(package / "imported.py"), "exec")
    names: dict[str, Callable[[], None]] = {}
    with files_entered(package) as files:
        exec(source, names)
    assert files == set()
    with files_entered(package) as files:
        names["act"]()

    assert files == {"portal/imported.py"}
