"""Lasting keys lie in a backup sealed to the recovery key, or not at all."""

import base64
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from nacl.public import PrivateKey

from portal.storage.backup.archive import read_manifest
from portal.storage.lasting_keys.keys import make_key_file
from portal.storage.texts.key_file import KEY_FILE
from portal.web.extensions import current_settings
from tests.integration.storage.made import every_byte, made, rows

Run = Callable[..., Result]
TEXTS_KEY = b"t" * 31 + b"k"


@pytest.fixture
def recovery(tmp_path: Path, folder: Path) -> PrivateKey:
    """A recovery key, its private half in the file ``recovery``."""
    private = PrivateKey.generate()
    (tmp_path / "recovery").write_bytes(base64.b64encode(bytes(private)))
    return private


@pytest.fixture
def keyed_app(make_app: Callable[..., Flask], recovery: PrivateKey, tmp_path: Path) -> Flask:
    """A portal with a recovery key and a key of texts."""
    (tmp_path / "escrow").mkdir()
    app = make_app(
        RECOVERY_KEY=base64.b64encode(bytes(recovery.public_key)).decode(),
        ESCROW_DIR=str(tmp_path / "escrow"),
        SECRET_KEY="the key that signs cookies and forms",
    )
    with app.app_context():
        keys_dir = current_settings().keys_dir
    keys_dir.mkdir(mode=0o700)
    make_key_file(keys_dir / KEY_FILE, TEXTS_KEY)
    return app


def test_without_a_recovery_key_no_key_enters_and_it_is_said(
    app: Flask, folder: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    make_key_file(tmp_path / "keys" / KEY_FILE, TEXTS_KEY)

    result = run(app, "backup", "create", folder)
    (path,) = folder.iterdir()

    assert "no keys are in it" in result.output
    assert read_manifest(path).keys == ()
    assert TEXTS_KEY not in every_byte(path)


def test_with_one_they_come_back_with_its_private_half_only(
    keyed_app: Flask,
    other_app: Flask,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "the key of this other machine's own")
    path = made(run, keyed_app, tmp_path / "backups")
    before = tmp_path / "other" / "keys" / KEY_FILE
    before.parent.mkdir(parents=True)
    before.write_bytes(b"another")

    result = run(other_app, "backup", "restore", path, "--recovery-key", tmp_path / "recovery")

    assert TEXTS_KEY not in every_byte(path)
    assert b"signs cookies" not in every_byte(path)
    assert result.exit_code == 0, result.output
    assert "keys put back: texts.key, secret_key" in result.output
    assert "PORTAL_SECRET_KEY is set and wins" in result.output
    assert before.read_bytes() == TEXTS_KEY
    secret = tmp_path / "other" / "secret_key"
    assert secret.read_text() == "the key that signs cookies and forms"
    assert {stat.S_IMODE(each.stat().st_mode) for each in (before, secret)} == {0o600}
    (aside,) = before.parent.glob("texts.key.before-restore-*")
    assert aside.read_bytes() == b"another"


def test_nothing_is_put_back_while_the_folder_of_a_key_is_away(
    keyed_app: Flask, other_app: Flask, run: Run, tmp_path: Path
) -> None:
    path = made(run, keyed_app, tmp_path / "backups")

    result = run(other_app, "backup", "restore", path, "--recovery-key", tmp_path / "recovery")

    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "the folder of texts.key is not there, and nothing was changed" in result.output
    assert not (tmp_path / "other" / "keys").exists()


def test_keys_that_are_there_already_stay_as_they_are(
    keyed_app: Flask, folder: Path, run: Run, tmp_path: Path
) -> None:
    path = made(run, keyed_app, folder)
    words = ("backup", "restore", path, "--replace", "--recovery-key", tmp_path / "recovery")

    assert run(keyed_app, *words).exit_code == 0
    second = run(keyed_app, *words)

    assert second.exit_code == 0
    assert "keys put back" not in second.output
    assert not list((tmp_path / "keys").glob("*before-restore*"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (base64.b64encode(b"w" * 32), "the recovery key does not open the keys in it"),
        (b"nonsense", "a recovery key is 32 bytes in base64"),
    ],
)
def test_another_recovery_key_restores_nothing(
    keyed_app: Flask, run: Run, tmp_path: Path, content: bytes, why: str
) -> None:
    path, wrong = made(run, keyed_app, tmp_path / "backups"), tmp_path / "wrong"
    wrong.write_bytes(content)
    before = rows(keyed_app)

    result = run(keyed_app, "backup", "restore", path, "--replace", "--recovery-key", wrong)

    assert result.exit_code == 1
    assert result.output.endswith(f"Error: {why}\n")
    assert rows(keyed_app) == before


def test_a_backup_without_keys_says_so(
    app: Flask, folder: Path, run: Run, tmp_path: Path, recovery: PrivateKey
) -> None:
    path = made(run, app, folder)
    words = ("backup", "restore", path, "--replace", "--recovery-key", tmp_path / "recovery")

    result = run(app, *words)

    assert result.exit_code == 1
    assert "the backup holds no keys" in result.output


def test_a_key_that_the_database_does_not_know_enters_no_backup(
    keyed_app: Flask, make_app: Callable[..., Flask], run: Run, tmp_path: Path
) -> None:
    with keyed_app.app_context():
        settings = current_settings()
    assert run(keyed_app, "keys", "check").exit_code == 0
    (settings.keys_dir / KEY_FILE).write_bytes(b"x" * 32)
    wrong = make_app(
        RECOVERY_KEY=settings.recovery_key,
        ESCROW_DIR=str(settings.escrow_dir),
        SECRET_KEY="another key that signs cookies and forms",
    )

    assert read_manifest(made(run, wrong, tmp_path / "backups")).keys == ()
