"""What is installed depends on the lock files alone, and these agree with what was asked for."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ASKED = sorted(path.stem for path in ROOT.glob("requirements*.in"))
PINNED = re.compile(r"^(?P<name>[\w.-]+)(?:\[(?P<extras>[^\]]+)\])?==", re.MULTILINE)


def asked_for(name: str) -> list[Requirement]:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]


def entries(name: str) -> list[Requirement]:
    lines = (ROOT / f"{name}.txt").read_text().splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if PINNED.match(line)]


def pins(name: str) -> dict[str, set[tuple[str, str]]]:
    """Return each package's versions with the machines they are meant for."""
    found: dict[str, set[tuple[str, str]]] = {}
    for each in entries(name):
        pin = (str(each.specifier), str(each.marker))
        found.setdefault(canonicalize_name(each.name), set()).add(pin)
    return found


def test_there_is_a_lock_for_each_list() -> None:
    lists = {
        "requirements",
        *(f"requirements-{each}" for each in ("audit", "dev", "docs", "npm", "uv")),
    }
    assert {*ASKED} == lists
    assert sorted(path.stem for path in ROOT.glob("requirements*.txt")) == ASKED


@pytest.mark.parametrize("name", ASKED)
def test_a_package_is_asked_for_once(name: str) -> None:
    counted = Counter(canonicalize_name(each.name) for each in asked_for(name))

    assert [each for each, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_holds_what_was_asked_for_with_its_extras(name: str) -> None:
    locked = {canonicalize_name(each.name): each for each in entries(name)}
    for asked in asked_for(name):
        found = locked[canonicalize_name(asked.name)]
        version = str(found.specifier).removeprefix("==")
        assert asked.specifier.contains(version, prereleases=True), asked
        assert asked.extras <= found.extras, f"{asked}: make lock keeps extras"


@pytest.mark.parametrize("name", ASKED)
def test_every_line_of_a_lock_is_a_pin_with_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text()
    begun = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert [line for line in begun if not PINNED.match(line)] == []
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_has_one_entry_a_package_on_every_machine(name: str) -> None:
    for package, found in pins(name).items():
        markers = [marker for _, marker in found]
        assert len(markers) == len(set(markers)), package
        assert len(found) == 1 or "None" not in markers, package


def test_development_uses_the_versions_that_run() -> None:
    running, developing = pins("requirements"), pins("requirements-dev")

    assert {name: developing.get(name) for name in running} == running


def test_nothing_is_installed_but_by_the_one_script() -> None:
    """A pip or npm install elsewhere would take what the registry has that day."""
    tree = [ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "deploy" / "Dockerfile"]
    for folder in ("scripts", "benchmarks", "portal", "tests", "deploy"):
        tree += [path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", "", ".sh"}]
    asks = re.compile(r"""pip["', ]+install|npm["', \]]+(?:install|i)\b|npx\b|uvx\b""")
    found = {
        str(path.relative_to(ROOT))
        for path in tree
        if path.is_file() and "node_modules" not in path.parts and asks.search(path.read_text())
    }

    assert found - {"tests/architecture/test_requirements.py"} == {
        "scripts/install_locked",
        "tests/journeys/test_set_up_any_day.py",
    }


@pytest.mark.parametrize("folder", [".", "benchmarks/lighthouse"])
def test_npm_installs_one_exact_version(folder: str) -> None:
    text = (ROOT / folder / "package.json").read_text()
    asked = re.search(r'"dependencies": \{\s*"([^"]+)": "([^"]+)"\s*\}', text)
    assert asked is not None
    name, version = asked.groups()
    lock = (ROOT / folder / "package-lock.json").read_text()

    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert f'"node_modules/{name}": {{\n      "version": "{version}"' in lock
    resolved = re.findall(r'"node_modules/[^"]+": \{(.*?)\n    \}', lock, re.DOTALL)
    assert [each for each in resolved if '"integrity"' not in each and '"link"' not in each] == []


def test_an_image_takes_nothing_along_that_a_checkout_only_happens_to_hold() -> None:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    left_out = {
        line.removeprefix("**/").strip("/")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
    }

    assert ignored - left_out == set()
    assert {"deploy/.env", "deploy/tls", ".git"} <= left_out


def test_the_project_names_the_oldest_python_the_locks_are_made_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    version = project["requires-python"].removeprefix(">=")

    assert f"--python-version {version}" in (ROOT / "Makefile").read_text()
