"""A command never meets its operator with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.settings import InvalidSetting, Settings
from tests.conftest import close, settings_for

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    ("desks", "list", "--format", "json"),
    ("ratings", "mix"),
    ("audit", "verify"),
    ("jobs", "clock-is-right", "--by", "Ratna", "--reason", "looked"),
    ("jobs", "run-due"),
    ("keys", "check"),
    ("organisation", "export", "-"),
    ("privacy", "check"),
    ("ratings", "open-inbox"),
    ("releases", "contradictions"),
    ("releases", "due"),
    ("releases", "verify"),
    ("results", "list"),
    ("tickets", "keys", "list"),
)


@pytest.fixture
def unmigrated(tmp_path: Path):
    (tmp_path / "portal.db").touch()
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'portal.db'}"))
    yield app
    close(app)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_is_not_set_up_is_named_with_the_remedy(
    unmigrated: Flask, command: tuple[str, ...]
) -> None:
    result = unmigrated.test_cli_runner().invoke(args=list(command))

    assert result.exit_code == 1
    assert result.output.strip() == (
        "Error: the database is not set up: run `flask db upgrade` first"
    )


def test_a_database_that_is_away_is_named_in_one_line(tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://city@127.0.0.1:1/portal"
    app = create_app(settings_for(tmp_path, nowhere))

    result = app.test_cli_runner().invoke(args=["desks", "list", "--format", "json"])
    close(app)

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "PORTAL_DATABASE_URL" in result.output


def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path) -> None:
    variables = {
        "PATH": os.environ["PATH"],
        "PORTAL_INSTANCE_DIR": str(tmp_path),
        "PORTAL_TIMEZONE": "Asia/Nowhere",
    }

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "desks", "list"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "PORTAL_TIMEZONE is not a known time zone" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_recovery_key_that_is_no_text_is_refused_in_one_line(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(bytes(range(128, 160)))
    words = ["--recovery-key", str(tmp_path / "bytes")]

    result = app.test_cli_runner().invoke(
        args=["ratings", "restore-key", str(tmp_path / "bytes"), *words]
    )

    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "recovery key is 32 bytes" in result.output


@pytest.mark.parametrize("secret", ["", "a key for the tests and nothing else"])
def test_a_folder_that_cannot_be_made_is_refused_by_the_setting_that_names_it(secret: str) -> None:
    settings = Settings.from_env(
        {"PORTAL_INSTANCE_DIR": "/proc/nowhere", "PORTAL_SECRET_KEY": secret}
    )

    with pytest.raises(InvalidSetting, match=r"^PORTAL_INSTANCE_DIR names no folder"):
        create_app(settings)


@pytest.mark.parametrize(
    "command", [("organisation", "export"), ("ratings", "template"), ("results", "template")]
)
@pytest.mark.parametrize("name", ["", "nowhere/below/x.csv", "n" * 300])
def test_a_file_that_cannot_be_written_is_named_in_one_line(
    app: Flask, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    result = app.test_cli_runner().invoke(args=[*command, f"{tmp_path}/{name}"])

    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)
    assert str(tmp_path) in result.output


@pytest.mark.parametrize("month", ["0000-01", "\u0662\u0660\u0662\u0666-01", "2026-13", "9999-12"])
@pytest.mark.parametrize("command", ["prepare", "publish", "hold"])
def test_a_month_that_is_none_is_refused_in_one_line(app: Flask, command: str, month: str) -> None:
    extra = {"publish": ["--by", "Ratna"], "hold": ["--by", "Ratna", "--reason", "belum lengkap"]}

    result = app.test_cli_runner().invoke(
        args=["releases", command, month, *extra.get(command, [])]
    )

    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)
