"""The locked set-up installs the same packages on the day a newer release of each appears."""

import re
import subprocess
import venv
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from scripts.fetch_chart_script import PACKED, borrowed_npm, npm_install
from tests.local_index import (
    alone_with,
    download,
    installed_in,
    make_newer_release,
    new_environment,
    served,
    versions_of,
    where_extras_matter,
)

ROOT = Path(__file__).resolve().parents[2]
# Part of the lock of November 2026, in which one package asks for an extra of another.
LOCK = where_extras_matter((Path(__file__).parent / "locked_with_extras.txt").read_text())
PIPS = ["23.2", "newest"]


@pytest.fixture(scope="module")
def pips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheels of the oldest pip that is supported, and of the newest."""
    folders = {name: tmp_path_factory.mktemp("pip") for name in PIPS}
    download(folders["23.2"], "pip==23.2.*")
    download(folders["newest"], "pip")
    return {name: next(folder.iterdir()) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lock") / "requirements-dev.txt"
    path.write_text(LOCK)
    return path


@pytest.fixture(scope="module")
def registry_folder(tmp_path_factory: pytest.TempPathFactory, lock: Path) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    download(folder, "--require-hashes", "-r", str(lock))
    for name in versions_of(LOCK):
        make_newer_release(folder, name)
    return folder


@pytest.fixture(scope="module")
def registry(registry_folder: Path) -> Iterator[str]:
    with served(registry_folder) as address:
        yield address


@pytest.fixture(scope="module")
def registry_with_uv(
    tmp_path_factory: pytest.TempPathFactory, registry_folder: Path
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("registry-with-uv")
    for file in registry_folder.iterdir():
        (folder / file.name).symlink_to(file)
    download(folder, "--require-hashes", "-r", str(ROOT / "requirements-uv.txt"))
    with served(folder) as address:
        yield address


def install(environment: Path, lock: Path, address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "scripts/install_locked", environment, lock],
        cwd=ROOT,
        env=alone_with(address),
        capture_output=True,
        text=True,
        check=False,
    )


def without_extras(text: str) -> str:
    return re.sub(r"^([\w.-]+)\[[^\]]+\]==", r"\1==", text, flags=re.MULTILINE)


def test_what_is_tested_has_extras_and_those_that_ask_for_them() -> None:
    assert "coverage[toml]==" in LOCK
    assert {"coverage", "pytest-cov", "pytest", "psycopg"} <= versions_of(LOCK).keys()
    assert "coverage[toml]==" not in without_extras(LOCK)


@pytest.mark.parametrize("pip", PIPS)
def test_uv_installs_exactly_what_is_locked(
    tmp_path: Path, pips: dict[str, Path], lock: Path, registry_with_uv: str, pip: str
) -> None:
    python = new_environment(tmp_path / "fresh", pip=pips[pip])

    done = install(tmp_path / "fresh", lock, registry_with_uv)

    assert (done.returncode, done.stderr) == (0, "Installing requirements-dev.txt ...\n")
    assert installed_in(python) == versions_of(LOCK)


@pytest.mark.parametrize("pip", PIPS)
def test_pip_installs_exactly_what_is_locked_where_uv_is_not_to_be_had(
    tmp_path: Path, pips: dict[str, Path], lock: Path, registry: str, pip: str
) -> None:
    python = new_environment(tmp_path / "fresh", pip=pips[pip])

    done = install(tmp_path / "fresh", lock, registry)

    assert done.returncode == 0, done.stderr
    assert "pip installs instead" in done.stderr
    assert installed_in(python) == versions_of(LOCK)


def test_a_lock_without_extras_that_is_resolved_fails_on_such_a_day(
    tmp_path: Path, pips: dict[str, Path], registry: str
) -> None:
    """The way of before, with the pip that Python 3.11 brings: the registry tells the two apart."""
    python = new_environment(tmp_path / "fresh", pip=pips["23.2"])
    leaky = tmp_path / "requirements-dev.txt"
    leaky.write_text(without_extras(LOCK))

    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", "--require-hashes", "-r", leaky],
        env=alone_with(registry),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "must have their versions pinned with ==" in done.stderr


def test_an_environment_without_pip_is_filled_by_the_one_that_python_brings(
    tmp_path: Path, lock: Path, registry: str
) -> None:
    venv.create(tmp_path / "fresh", symlinks=True)

    done = install(tmp_path / "fresh", lock, registry)

    assert done.returncode == 0, done.stderr
    (packages,) = (tmp_path / "fresh" / "lib").glob("python*/site-packages")
    found = {
        canonicalize_name(each.metadata["Name"]): each.version
        for each in distributions(path=[str(packages)])
    }
    assert found == versions_of(LOCK)


def test_what_has_left_the_lock_leaves_the_environment(
    tmp_path: Path, pips: dict[str, Path], registry: str, lock: Path
) -> None:
    python = new_environment(tmp_path / "fresh", pip=pips["newest"])
    assert install(tmp_path / "fresh", lock, registry).returncode == 0
    smaller = tmp_path / "smaller.txt"
    smaller.write_text(re.sub(r"^psycopg-binary==.*(?:\n .*)*", "", LOCK, flags=re.MULTILINE))

    done = install(tmp_path / "fresh", smaller, registry)

    assert done.returncode == 0, done.stderr
    assert installed_in(python).keys() == versions_of(LOCK).keys() - {"psycopg-binary"}


def test_a_lock_that_lacks_a_package_is_refused(
    tmp_path: Path, pips: dict[str, Path], registry: str
) -> None:
    new_environment(tmp_path / "fresh", pip=pips["newest"])
    lacking = tmp_path / "lacking.txt"
    lacking.write_text(re.sub(r"^pluggy==.*(?:\n .*)*", "", LOCK, flags=re.MULTILINE))

    done = install(tmp_path / "fresh", lacking, registry)

    assert done.returncode != 0
    assert "pluggy, which is not installed" in done.stderr
    assert not (tmp_path / "fresh" / "locked").exists()


def test_the_record_of_one_environment_says_nothing_about_another(
    tmp_path: Path, pips: dict[str, Path], lock: Path, registry_with_uv: str
) -> None:
    new_environment(tmp_path / "one", pip=pips["newest"])
    other = new_environment(tmp_path / "other", pip=pips["newest"])
    assert install(tmp_path / "one", lock, registry_with_uv).returncode == 0

    again = install(tmp_path / "one", lock, registry_with_uv)
    install(tmp_path / "other", lock, registry_with_uv)

    assert (again.returncode, again.stderr) == (0, "")
    assert installed_in(other) == versions_of(LOCK)


def test_a_machine_without_npm_gets_the_chart_script_with_the_locked_one(tmp_path: Path) -> None:
    npm = borrowed_npm(tmp_path)
    assert npm == [str(tmp_path / "node" / "bin" / "npm")]

    assert npm_install(npm, tmp_path) == tmp_path / PACKED
