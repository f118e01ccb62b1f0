"""The secret key is changed with everything that waits under it; broken off, it goes on."""

import base64
import itertools
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.letters import sending as mail
from portal.accounts.letters.models import UnsentLetter
from portal.accounts.letters.service import NotSent, keep_letter
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.models import RecoveryCode
from portal.accounts.second_factor.service import opens_authenticators
from portal.accounts.sessions.domain import token_hash
from portal.accounts.sessions.models import StaffSession
from portal.accounts.staff.models import Account
from portal.app import create_app
from portal.cli import changing_secret
from portal.rating.questionnaire.extension_state import EarlierKeys, opened_with, sealed_for
from portal.rating.questionnaire.transport import sealed_box
from portal.settings import Settings
from portal.storage.lasting_keys.keys import KeyName, known_key
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import SETTINGS, db
from tests.conftest import close
from tests.staff import add_account
from tests.web.rating.conftest import Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import BOXES, paired, send, told

OLD = "the secret key of the tests before its change"
NEW = "the secret key of the tests after its change"
THIRD = "a third secret key of the tests, for nothing"


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    (tmp_path / "new").write_text(NEW + "\n")
    return tmp_path / "new"


@pytest.fixture
def old_app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(SECRET_KEY=OLD)


def change(app: Flask, new_file: Path | None = None) -> Result:
    words = ["--new-key-from", str(new_file)] if new_file else []
    return app.test_cli_runner().invoke(args=["keys", "rotate", "secret", *words])


def add_secrets(app: Flask, session: Session) -> tuple[int, str]:
    """Add a person with an authenticator, a recovery code and a letter that waits."""
    account = add_account(session, Role.AUDITOR)
    account.totp_secret = AppSecrets(OLD).new_secret()
    session.add(RecoveryCode(code_hash=token_hash("recovery"), account_id=account.id))
    session.commit()
    with app.app_context():
        settings, letter = app.extensions[SETTINGS], mail.Letter("a@contoh.test", "s", "b")
        sealed = mail._box(settings).encrypt(mail._packed(letter))
        failure = NotSent("ConnectionRefusedError", is_server_away=True)
        until = clock.now() + timedelta(days=3)
        keep_letter(db.session(), sealed, failure=failure, now=clock.now(), useful_until=until)
    plain = AppSecrets(OLD).setup(account.totp_secret, "Sri").typed_secret
    return account.id, plain


def test_authenticators_recovery_codes_and_letters_go_along(
    old_app: Flask, make_app: Callable[..., Flask], session: Session, new_file: Path
) -> None:
    account_id, plain = add_secrets(old_app, session)

    result = change(old_app, new_file)

    assert result.exit_code == 0, result.output
    assert "1 authenticators and 1 letters are encrypted anew" in result.output
    assert "PORTAL_SECRET_KEY" in result.output
    session.expire_all()
    stored = session.get_one(Account, account_id).totp_secret
    assert stored is not None
    assert AppSecrets(NEW).setup(stored, "Sri").typed_secret == plain
    assert session.scalars(select(RecoveryCode.code_hash)).all() == [token_hash("recovery")]
    new_app = make_app(SECRET_KEY=NEW)
    with new_app.app_context():
        (sealed,) = db.session.scalars(select(UnsentLetter.sealed))
        packed = mail._box(new_app.extensions[SETTINGS]).decrypt(sealed or b"")
    assert json.loads(packed) == ["a@contoh.test", "s", "b"]
    assert new_app.test_client().get("/readyz").json["secret_key"] == "ok"
    old_app.extensions["portal_secret_guard"].asked_at = float("-inf")
    assert old_app.test_client().get("/readyz").json["secret_key"] == "another key"


def box_for(city: City, key: str) -> dict[str, str]:
    public = city.app.extensions["portal_rating"].transport.public
    message = json.dumps(told(key=key)).encode()
    return {"box": base64.b64encode(sealed_box(public, message, nonce=b"n" * 12)).decode()}


def test_boxes_that_waited_on_a_tablet_arrive_once(
    old_app: Flask, make_app: Callable[..., Flask], new_file: Path
) -> None:
    city = City(old_app)
    tablet = paired(city, Citizen(city.app), city.desk_id)
    waiting, sent = box_for(city, "waited-on-the-tablet"), box_for(city, "sent-before-the-change")
    assert tablet.client.post(BOXES, json=sent).status_code == 200
    assert city.count() == 1

    assert change(old_app, new_file).exit_code == 0
    city.app = make_app(SECRET_KEY=NEW)
    cookies, tablet.client = tablet.client, city.app.test_client()
    for name in ("kiosk", "machine-kiosk"):
        found = cookies.get_cookie(name)
        if found is not None:
            tablet.client.set_cookie(name, found.value)

    for _ in range(2):
        assert tablet.client.post(BOXES, json=waiting).status_code == 200
        assert tablet.client.post(BOXES, json=sent).status_code == 200
    assert city.count() == 2
    assert len(city.ratings()) == 2
    assert send(tablet, city, told(key="sealed-after-the-change")).status_code == 200
    assert tablet.client.post(BOXES, json={"box": "A" * 400}).status_code == 422


@pytest.mark.parametrize(
    "where",
    [
        "begin_rotation",
        "re_encrypt_authenticators",
        "re_seal_letters",
        "re_seal_requests",
        "end_rotation",
    ],
)
def test_a_change_that_was_killed_goes_on(
    old_app: Flask,
    session: Session,
    new_file: Path,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account_id, plain = add_secrets(old_app, session)

    def killed(*args: Any, **options: Any) -> None:
        raise SystemExit(9)

    monkeypatch.setattr(changing_secret, where, killed)
    assert change(old_app, new_file).exit_code == 9
    monkeypatch.undo()

    assert change(old_app, new_file).exit_code == 0
    session.expire_all()
    stored = session.get_one(Account, account_id).totp_secret
    assert stored is not None
    assert AppSecrets(NEW).setup(stored, "Sri").typed_secret == plain
    known = known_key(session, KeyName.SECRET)
    assert known is not None
    assert known.following is None
    assert opened_with(NEW, sealed=known.earlier) == (EarlierKeys.of(OLD),)


def test_a_change_that_was_broken_off_is_finished_with_its_own_key(
    old_app: Flask, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing_secret, "end_rotation", lambda *_: None)
    assert change(old_app, new_file).exit_code == 0
    monkeypatch.undo()
    new_file.write_text(THIRD)

    result = change(old_app, new_file)

    assert result.exit_code == 1
    assert "a change to another key was broken off" in result.output


def test_a_wrong_present_key_changes_nothing(
    old_app: Flask, make_app: Callable[..., Flask], session: Session, new_file: Path
) -> None:
    account_id, _ = add_secrets(old_app, session)
    with old_app.app_context():
        assert opens_authenticators(db.session(), OLD) is True
        assert opens_authenticators(db.session(), THIRD) is False
    before = session.get_one(Account, account_id).totp_secret

    result = change(make_app(SECRET_KEY=THIRD), new_file)

    assert result.exit_code == 1
    assert "another key" in result.output
    session.expire_all()
    assert session.get_one(Account, account_id).totp_secret == before
    assert known_key(session, KeyName.SECRET) is None


def test_a_secret_of_neither_key_stops_the_change(
    old_app: Flask, session: Session, new_file: Path
) -> None:
    add_secrets(old_app, session)
    assert old_app.test_client().get("/readyz").json["secret_key"] == "ok"
    other = add_account(session, Role.AUDITOR)
    other.totp_secret = AppSecrets(THIRD).new_secret()
    session.commit()

    result = change(old_app, new_file)

    assert result.exit_code == 1
    assert "opens with neither key" in result.output


@pytest.mark.parametrize(("content", "code"), [("short", 2), (OLD, 1)])
def test_a_new_key_is_long_and_another(
    old_app: Flask, new_file: Path, content: str, code: int
) -> None:
    new_file.write_text(content)

    assert change(old_app, new_file).exit_code == code


def test_a_key_in_a_variable_needs_a_file_with_the_new_one(old_app: Flask) -> None:
    result = change(old_app)

    assert result.exit_code == 2
    assert "--new-key-from" in result.output


def test_a_half_finished_sign_in_is_asked_to_begin_anew(
    old_app: Flask, session: Session, new_file: Path
) -> None:
    account_id, _ = add_secrets(old_app, session)
    now = clock.now()
    moments = dict.fromkeys(("created_at", "proved_at", "seen_at", "expires_at"), now)
    session.add(
        StaffSession(
            token_hash=b"t" * 32,
            account_id=account_id,
            stage="enrolment",
            device="",
            offered_secret="half-way",
            **moments,
        )
    )
    session.commit()

    assert change(old_app, new_file).exit_code == 0
    session.expire_all()
    assert session.scalars(select(StaffSession.offered_secret)).all() == [None]


@pytest.fixture
def kept_app(database_url: str, tmp_path: Path) -> Callable[[], Flask]:
    """Start a portal whose secret key lies in the instance folder."""

    def start() -> Flask:
        environ = {
            "PORTAL_INSTANCE_DIR": str(tmp_path),
            "PORTAL_DATABASE_URL": database_url,
            "PORTAL_DEMO": "0",
        }
        return create_app(Settings.from_env(environ))

    return start


def test_a_key_in_a_file_is_made_anew_and_put_there(
    kept_app: Callable[[], Flask], tmp_path: Path
) -> None:
    file = tmp_path / "secret_key"
    for _ in range(2):
        app = kept_app()
        before = file.read_text()
        result = change(app)
        close(app)
        assert result.exit_code == 0, result.output
        assert "is in the file" in result.output
        assert file.read_text() != before
        assert not (tmp_path / "secret_key.next").exists()


@pytest.mark.parametrize("where", ["replace_key_file", "end_rotation"])
def test_a_key_in_a_file_is_the_same_when_the_change_goes_on(
    kept_app: Callable[[], Flask], tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = kept_app()

    def killed(*args: Any, **options: Any) -> None:
        raise SystemExit(9)

    monkeypatch.setattr(changing_secret, where, killed)
    assert change(app).exit_code == 9
    close(app)
    monkeypatch.undo()
    drafted = (tmp_path / "secret_key.next").read_text()

    again = kept_app()
    result = change(again)
    close(again)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "secret_key").read_text() == drafted


def test_a_draft_that_was_finished_is_not_taken_for_a_new_key(
    kept_app: Callable[[], Flask], tmp_path: Path
) -> None:
    app = kept_app()
    present = (tmp_path / "secret_key").read_text()
    (tmp_path / "secret_key.next").write_text(present)
    (tmp_path / "secret_key.next").chmod(0o600)

    assert change(app).exit_code == 0
    close(app)
    assert (tmp_path / "secret_key").read_text() != present


def test_of_many_earlier_keys_the_newest_are_kept() -> None:
    sealed = None
    names = [f"secret key number {number}" for number in range(8)]
    for old, new in itertools.pairwise(names):
        sealed = sealed_for(new, old=old, before=sealed)

    kept = opened_with(names[-1], sealed=sealed)

    assert kept == tuple(EarlierKeys.of(name) for name in reversed(names[2:7]))
    assert opened_with("another", sealed=sealed) == ()
    assert opened_with(names[-1], sealed=None) == ()
