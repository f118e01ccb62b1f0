"""Where a portal is installed, a command without its settings is refused."""

import runpy
from pathlib import Path

import pytest

from portal.settings import InvalidSetting
from portal.storage import database_meant
from portal.storage.database_meant import check_database_is_meant

ROOT = Path(__file__).resolve().parents[3]
URL = {"PORTAL_DATABASE_URL": "postgresql://kota@host/portal"}


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    path = tmp_path / "suara-loket.env"
    path.write_text("# Kota\nPORTAL_CITY_NAME=Kota Uji\nPORTAL_DATABASE_URL=postgresql://x/y\n")
    return path


@pytest.mark.parametrize("environ", [{}, {"PATH": "/bin"}, {"PORTAL_CITY_NAME": "Kota Uji"}])
def test_a_shell_that_has_not_read_the_file_is_refused(
    env_file: Path, environ: dict[str, str]
) -> None:
    with pytest.raises(InvalidSetting) as caught:
        check_database_is_meant(environ, env_file=env_file)

    said = str(caught.value)
    assert f". {env_file}; set +a" in said
    assert "instance/portal.db" in said
    assert "\n" not in said
    assert "postgresql" not in said


@pytest.mark.parametrize("environ", [URL, {"PORTAL_INSTANCE_DIR": "instance"}])
def test_whoever_names_a_database_means_it(env_file: Path, environ: dict[str, str]) -> None:
    check_database_is_meant(environ, env_file=env_file)


def test_settings_that_name_no_database_leave_the_usual_one(env_file: Path) -> None:
    """As the units themselves do, whose file may name none."""
    env_file.write_text("PORTAL_CITY_NAME=Kota Uji\n")

    check_database_is_meant({"PORTAL_CITY_NAME": "Kota Uji"}, env_file=env_file)
    with pytest.raises(InvalidSetting):
        check_database_is_meant({}, env_file=env_file)


def test_a_file_that_may_not_be_read_may_name_one(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("PORTAL_CITY_NAME=Kota Uji\n")

    def refuse(path: Path, *, most_bytes: int) -> bytes:
        raise PermissionError(path, most_bytes)

    monkeypatch.setattr(database_meant, "read_bounded", refuse)

    with pytest.raises(InvalidSetting):
        check_database_is_meant({"PORTAL_CITY_NAME": "Kota Uji"}, env_file=env_file)


def test_without_an_installed_portal_nothing_is_asked(tmp_path: Path) -> None:
    check_database_is_meant({}, env_file=tmp_path / "none.env")


def test_every_command_asks_first(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_database_is_meant, "__kwdefaults__", {"env_file": env_file})

    with pytest.raises(SystemExit, match="Suara Loket cannot start: this machine's portal"):
        runpy.run_path(str(ROOT / "wsgi.py"))


def test_the_file_is_that_of_the_units() -> None:
    units = [*(ROOT / "deploy" / "systemd").glob("*.service")]

    named = {line for unit in units for line in unit.read_text().splitlines() if "File=" in line}
    assert named >= {f"EnvironmentFile={database_meant.ENV_FILE}"}
