"""The database is gone or its disk is full: said plainly, nothing half done, and it recovers."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, event

from portal.app import create_app
from portal.rating.questionnaire import directory
from portal.web.extensions import db
from tests.conftest import close, settings_for
from tests.servers import Cluster
from tests.web.rating.conftest import POSTER, Citizen, City

RATE = f"/r/{POSTER}"
MakePortal = Callable[[str], Flask]


@pytest.fixture
def make_portal(tmp_path: Path) -> Iterator[MakePortal]:
    """Build a portal on a database that is migrated first."""
    apps = []

    def make(url: str) -> Flask:
        app = create_app(settings_for(tmp_path, url))
        with app.app_context():
            upgrade()
        apps.append(app)
        return app

    yield make
    for app in apps:
        close(app)


@pytest.fixture
def city(make_portal: MakePortal, cluster: Cluster) -> City:
    return City(make_portal(cluster.new_database()))


@pytest.fixture
def stop(cluster: Cluster) -> Iterator[Callable[[], None]]:
    """Stop the database server; it is running again at the end in any case."""
    yield lambda: cluster.stop("fast")
    cluster.start()


def test_without_its_database_the_portal_says_so_and_recovers_by_itself(
    city: City, cluster: Cluster, stop: Callable[[], None]
) -> None:
    citizen = Citizen(city.app)
    citizen.open(RATE)
    stop()

    answers = {language: citizen.client.get(f"/?lang={language}") for language in ("id", "en")}
    data = citizen.client.get("/city.json")
    ready = citizen.client.get("/readyz")
    sent = citizen.send(RATE)

    assert {answer.status_code for answer in answers.values()} == {503}
    assert "Portal sedang tidak dapat dipakai" in answers["id"].text
    assert "The portal cannot be used right now" in answers["en"].text
    assert answers["id"].headers["Retry-After"] == "30"
    assert (data.status_code, data.json["status"]) == (503, 503)
    assert (ready.status_code, ready.json["database"]) == (503, "unavailable")
    assert sent.status_code == 503
    assert sent.text.count(" checked") >= 9
    assert citizen.client.get("/healthz").status_code == 200

    cluster.start()
    citizen.page = sent.text
    assert citizen.send(RATE).status_code == 303
    assert citizen.client.get("/readyz").json["database"] == "ok"
    assert city.count() == 1


def test_a_form_sent_long_after_the_database_went_away_keeps_its_answers(
    city: City, cluster: Cluster, stop: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "FRESH_FOR", timedelta(0))
    citizen = Citizen(city.app)
    citizen.open(RATE)
    stop()

    sent = citizen.send(RATE)
    unknown = citizen.client.get("/r/WXYZ9876")

    assert (sent.status_code, unknown.status_code) == (503, 503)
    assert "Penilaian belum dapat disimpan" in sent.text
    assert sent.text.count(" checked") >= 9


def test_a_full_disk_refuses_the_rating_whole_and_takes_it_when_there_is_space(
    make_portal: MakePortal, tmp_path: Path
) -> None:
    city = City(make_portal(f"sqlite:///{tmp_path}/portal.db"))
    citizen = Citizen(city.app)
    with city.app.app_context():
        engine = db.engine
    with full_disk(engine):
        fill_up(city)
        refused = citizen.rate(RATE)

        assert refused.status_code == 503
        assert "Penilaian belum dapat disimpan" in refused.text
        assert refused.text.count(" checked") >= 9
        before = city.count()

    citizen.page = refused.text
    assert citizen.send(RATE).status_code == 303
    assert city.count() == before + 1


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """Let the SQLite file grow no further while the block runs."""
    event.listen(engine, "connect", keep_from_growing)
    engine.dispose()
    yield
    event.remove(engine, "connect", keep_from_growing)
    engine.dispose()


def keep_from_growing(connection: sqlite3.Connection, record: object) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def fill_up(city: City) -> None:
    """Use the room that is left in the file's last pages."""
    while Citizen(city.app).rate(RATE).status_code == 303:
        assert city.count() < 500, "the disk never fills"
