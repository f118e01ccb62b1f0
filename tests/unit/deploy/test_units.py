"""The units of systemd: they are well formed, and a failure is told to somebody."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.cli.telling import NAME

UNITS = Path(__file__).resolve().parents[3] / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
TELLING = "suara-loket-failed@.service"


def parsed(path: Path) -> configparser.RawConfigParser:
    unit = configparser.RawConfigParser(strict=False, interpolation=None, delimiters=["="])
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text())
    return unit


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_each_service_that_can_fail_tells_of_it_and_the_telling_never_tells_of_itself(
    path: Path,
) -> None:
    on_failure = parsed(path)["Unit"].get("OnFailure")

    assert on_failure == (None if path.name == TELLING else "suara-loket-failed@%n.service")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_the_name_of_each_unit_is_one_that_the_command_takes(path: Path) -> None:
    assert NAME.fullmatch(path.name.replace("@", "@x"))


def test_what_tells_runs_the_command_with_the_name_of_the_unit() -> None:
    service = parsed(UNITS / TELLING)["Service"]

    assert service["ExecStart"].endswith("flask --app wsgi jobs tell-failure %i")
    assert service["Type"] == "oneshot"


def test_the_web_service_is_started_again_for_ever_and_tells_each_time() -> None:
    unit = parsed(UNITS / "suara-loket.service")

    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert unit["Service"]["Restart"] == "on-failure"
    assert "jobs tell-failure suara-loket.service" in unit["Service"]["ExecStopPost"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_each_service_is_kept_within_bounds(path: Path) -> None:
    service = parsed(path)["Service"]

    assert service["User"] == "suara-loket"
    assert service["EnvironmentFile"] == "/etc/suara-loket.env"
    for name, value in {"ProtectSystem": "strict", "UMask": "0077", "LimitCORE": "0"}.items():
        assert service[name] == value


def faults(folder: Path) -> str:
    """Return what systemd says of the units in ``folder``; they need not be installed."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        return ""
    checked = subprocess.run(
        [tool, "verify", "--man=no", *(str(each) for each in sorted(folder.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    return "\n".join(line for line in checked.stderr.splitlines() if str(folder) in line)


def copied(folder: Path, *, broken: bool = False) -> Path:
    for path in UNITS.iterdir():
        words = re.sub(r"/srv/suara-loket/\.venv/bin/\w+", "/bin/true", path.read_text())
        words = words.replace("Type=oneshot", "Tipe=oneshot") if broken else words
        (folder / path.name.replace("@.", "@x.")).write_text(words)
    return folder


def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    assert faults(copied(tmp_path)) == ""


def test_systemd_would_find_a_fault(tmp_path: Path) -> None:
    found = faults(copied(tmp_path, broken=True))

    assert shutil.which("systemd-analyze") is None or "Tipe" in found
