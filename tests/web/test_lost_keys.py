"""A lasting key that is lost, another or damaged: nothing is made, 503, and it is named."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.settings import InvalidSetting, Settings
from portal.storage.lasting_keys.keys import KeyName, KeyState, make_key_file, record_key
from portal.web.access import Role
from portal.web.extensions import SETTINGS
from tests.conftest import close
from tests.staff import add_account, signed_in
from tests.web.complaints.conftest import city as complaints_city
from tests.web.complaints.pages import TEXT, code_of, follow, write
from tests.web.rating.conftest import POSTER, Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import PAGE, paired, send, told

town = complaints_city
OTHER_KEY = "another key of the tests, as long as a real one is"


@pytest.fixture
def texts_key(app: Flask) -> Path:
    return Path(app.extensions[SETTINGS].keys_dir) / "texts.key"


def readiness(app: Flask) -> dict[str, str]:
    answer = app.test_client().get("/readyz")
    assert answer.json is not None
    return dict(answer.json)


WRONG = {
    "missing": (None, "hilang"),
    "another key": (b"x" * 32, "bukan kunci yang dikenal"),
    "damaged": (b"x" * 7, "rusak"),
}


@pytest.mark.parametrize("state", WRONG)
def test_without_the_right_key_of_texts_complaints_wait_and_staff_read_why(
    app: Flask, town: dict[str, int], texts_key: Path, state: str
) -> None:
    content, word = WRONG[state]
    client = app.test_client()
    code = code_of(write(client))
    kept = texts_key.read_bytes()
    texts_key.unlink()
    if content is not None:
        make_key_file(texts_key, content)
    before = texts_key.read_bytes() if content else None

    assert write(client).status_code == 503
    assert follow(client, code).status_code == 503
    moderator = signed_in(app, Role.MODERATOR).client
    assert moderator.get("/admin/complaints/1").status_code == 503
    home = moderator.get("/admin/").text
    assert "Kunci teks pengaduan" in home
    assert word in home
    assert readiness(app)["texts_key"] == state
    assert (texts_key.read_bytes() if texts_key.exists() else None) == before

    texts_key.unlink(missing_ok=True)
    make_key_file(texts_key, kept)
    assert follow(client, code).status_code == 200
    assert write(client).status_code == 200
    assert readiness(app)["texts_key"] == "ok"


def test_what_was_written_comes_back_when_the_key_of_texts_is_lost(
    app: Flask, town: dict[str, int], texts_key: Path
) -> None:
    client = app.test_client()
    write(client)
    texts_key.unlink()

    answer = write(client)

    assert (answer.status_code, TEXT in answer.text) == (503, True)


def test_another_secret_key_takes_nothing_in_and_loses_nothing(
    make_app: Callable[..., Flask], town: dict[str, int]
) -> None:
    assert write(make_app().test_client()).status_code == 200
    other = make_app(SECRET_KEY=OTHER_KEY)
    client = other.test_client()

    assert client.get("/complaints/new").status_code == 200
    answer = write(client)
    assert (answer.status_code, TEXT in answer.text) == (503, True)
    assert readiness(other)["secret_key"] == "another key"
    assert readiness(make_app())["secret_key"] == "ok"
    home = signed_in(other, Role.AUDITOR).client.get("/admin/").text
    assert "Kunci rahasia portal" in home


def test_a_tablet_keeps_its_boxes_while_the_secret_key_is_another(
    make_app: Callable[..., Flask],
) -> None:
    city = City(make_app())
    tablet = paired(city, Citizen(city.app), city.desk_id)
    assert send(tablet, city, told(key="a-key-that-came-before")).status_code == 200
    wrong = make_app(SECRET_KEY=OTHER_KEY).test_client()
    for cookie in ("kiosk", "__Host-kiosk"):
        found = tablet.client.get_cookie(cookie)
        if found is not None:
            wrong.set_cookie(cookie, found.value)

    right, tablet.client = tablet.client, wrong
    assert send(tablet, city, told()).status_code == 503
    # A page with the public half of a wrong key would let the tablet seal what nobody opens.
    assert tablet.client.get(PAGE).status_code == 503
    tablet.client = right
    assert send(tablet, city, told()).status_code == 200


def test_a_rating_by_poster_waits_while_the_secret_key_is_another(
    make_app: Callable[..., Flask],
) -> None:
    city = City(make_app())
    assert Citizen(city.app).rate(f"/r/{POSTER}").status_code == 303
    other = Citizen(make_app(SECRET_KEY=OTHER_KEY))

    answer: TestResponse = other.rate(f"/r/{POSTER}")

    assert answer.status_code == 503
    assert city.count() == 1


@pytest.mark.parametrize("is_made_anew", [False, True], ids=["missing", "another one"])
def test_without_its_folder_of_keys_a_rating_waits_in_the_citizens_hands(
    app: Flask, is_made_anew: bool
) -> None:
    city = City(app)
    folder = city.store.folder
    assert Citizen(app).rate(f"/r/{POSTER}").status_code == 303
    folder.rename(folder.with_name("unmounted"))
    if is_made_anew:
        folder.mkdir()

    answer = Citizen(app).rate(f"/r/{POSTER}", comment="Petugas ramah sekali.")

    assert (answer.status_code, "Petugas ramah sekali." in answer.text) == (503, True)
    assert len(re.findall(r'value="3"[^>]* checked', answer.text)) == 9
    assert city.count() == 1
    state = "another folder of keys" if is_made_anew else "folder of keys missing"
    assert readiness(app)["keys"].startswith(state)
    assert app.test_client().get("/readyz").status_code == 503
    parts = app.test_client().get("/readyz?full").json["parts"]
    assert parts["keys"]["state"].startswith(state)
    home = signed_in(app, Role.OFFICER).client.get("/admin/").text
    assert "Kunci penilaian: Folder kunci" in home
    folder.exists() and folder.rmdir()
    folder.with_name("unmounted").rename(folder)
    assert Citizen(app).rate(f"/r/{POSTER}").status_code == 303
    assert "Kunci penilaian" not in signed_in(app, Role.AUDITOR).client.get("/admin/").text


def test_a_tablet_keeps_its_boxes_while_the_folder_of_keys_is_away(app: Flask) -> None:
    city = City(app)
    tablet = paired(city, Citizen(app), city.desk_id)
    city.store.folder.rename(city.store.folder.with_name("unmounted"))

    assert send(tablet, city, told()).status_code == 503
    city.store.folder.with_name("unmounted").rename(city.store.folder)
    assert send(tablet, city, told()).status_code == 200


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Callable[[], Flask]:
    """Start a portal whose secret key lies in the instance folder."""

    def create() -> Flask:
        environ = {
            "PORTAL_INSTANCE_DIR": str(tmp_path),
            "PORTAL_DATABASE_URL": database_url,
            "PORTAL_DEMO": "0",
        }
        app = create_app(Settings.from_env(environ))
        close(app)
        return app

    return create


def secret_of(app: Flask) -> str:
    return str(app.extensions[SETTINGS].secret_key)


def test_a_new_portal_makes_its_secret_key_once(start: Callable[[], Flask], tmp_path: Path) -> None:
    first, second = start(), start()

    assert secret_of(first) == secret_of(second) == (tmp_path / "secret_key").read_text()
    assert readiness(first)["secret_key"] == "ok"
    close(first)


def test_a_lost_secret_key_is_not_made_anew(start: Callable[[], Flask], tmp_path: Path) -> None:
    first = start()
    assert readiness(first)["secret_key"] == "ok"
    close(first)
    (tmp_path / "secret_key").unlink()

    without = start()

    assert readiness(without)["secret_key"] == "missing"
    close(without)
    assert not (tmp_path / "secret_key").exists()
    assert secret_of(without) != secret_of(first)
    make_key_file(tmp_path / "secret_key", secret_of(first).encode())
    again = start()
    assert readiness(again)["secret_key"] == "ok"
    close(again)


@pytest.mark.parametrize(("mode", "content"), [(0o644, "a" * 64), (0o600, "half")])
def test_a_secret_key_that_cannot_be_used_is_named(
    start: Callable[[], Flask], tmp_path: Path, mode: int, content: str
) -> None:
    make_key_file(tmp_path / "secret_key", content.encode())
    (tmp_path / "secret_key").chmod(mode)

    app = start()

    state = KeyState.OPEN if mode == 0o644 else KeyState.DAMAGED
    assert readiness(app)["secret_key"] == str(state)
    close(app)
    assert (tmp_path / "secret_key").read_text() == content


def test_accounts_of_before_fingerprints_were_kept_say_that_there_was_a_key(
    start: Callable[[], Flask], session: Session, tmp_path: Path
) -> None:
    add_account(session, Role.AUDITOR)
    session.commit()

    assert readiness(start())["secret_key"] == "missing"
    assert not (tmp_path / "secret_key").exists()


def test_a_key_is_known_before_there_are_accounts(
    start: Callable[[], Flask], session: Session, tmp_path: Path
) -> None:
    record_key(session, KeyName.SECRET, key=b"k" * 32)

    start()

    assert not (tmp_path / "secret_key").exists()


def test_a_database_that_is_away_cannot_say_whether_there_was_a_key(tmp_path: Path) -> None:
    environ = {
        "PORTAL_INSTANCE_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }

    with pytest.raises(InvalidSetting, match="Start the database"):
        create_app(Settings.from_env(environ))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "portal.db"])
def test_a_database_without_tables_knows_no_key(tmp_path: Path, name: str) -> None:
    """The first command of a new portal is the one that makes the tables."""
    if name:
        (tmp_path / name).touch()
    environ = {"PORTAL_INSTANCE_DIR": str(tmp_path)}

    app = create_app(Settings.from_env(environ))

    assert secret_of(app) == (tmp_path / "secret_key").read_text()
    close(app)


def test_the_last_word_on_the_key_counts_while_the_database_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = app.extensions["portal_secret_guard"]
    with app.app_context():
        assert guard.now(secret_key=app.extensions[SETTINGS].secret_key) is KeyState.OK
    guard.asked_at = float("-inf")
    monkeypatch.setattr(
        "portal.web.secret_guard.known_key", lambda *_: (_ for _ in ()).throw(OSError)
    )

    with app.app_context():
        assert guard.now(secret_key=OTHER_KEY) is KeyState.OK
