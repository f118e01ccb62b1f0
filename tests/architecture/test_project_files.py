"""The files that tools and people look for at the root of a project are there and well-formed."""

import configparser
import json
import re
import shutil
import struct
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
PINNED_ACTION = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40}")
MOST_PICTURE_BYTES = 60_000
EXPECTED = (
    "README.md",
    "README.id.md",
    "LICENSE",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "publiccode.yml",
    ".editorconfig",
    ".pre-commit-config.yaml",
    ".devcontainer/devcontainer.json",
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".github/renovate.json",
)


def tree(*patterns: str) -> list[Path]:
    """Return files of the project itself, not of what is installed or built in it."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    built = {".venv", ".git", "node_modules", "build", "instance"}
    return sorted(path for path in found if path.is_file() and not built & {*path.parts})


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text())


def steps(workflow: Any) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_that_people_look_for_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 100


def test_every_yaml_and_json_file_can_be_read() -> None:
    described = tree("*.y*ml", ".*.y*ml", ".github/**/*.y*ml", "deploy/**/*.y*ml")
    for path in described:
        assert isinstance(yaml.safe_load(path.read_text()), dict), path
    for path in tree("*.json", ".github/*.json", ".devcontainer/*.json", "deploy/*.json"):
        assert isinstance(json.loads(path.read_text()), dict), path
    assert len(described) > 6


def test_a_workflow_runs_what_every_change_must_pass() -> None:
    commands = [step.get("run") for step in steps(read(".github/workflows/checks.yml"))]

    assert ".ci/run" in commands
    assert "make docs" in commands
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    # YAML 1.1 reads the key `on` as true.
    assert set(read(".github/workflows/checks.yml")[True]) == {"push", "pull_request"}


@pytest.mark.parametrize("path", tree(".github/workflows/*.yml"), ids=lambda path: path.name)
def test_workflows_may_only_read_and_pin_what_they_use(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text())

    assert workflow["permissions"] == {"contents": "read"}
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert [each for each in used if not PINNED_ACTION.fullmatch(each)] == []
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    made = [step["run"] for step in steps(workflow) if step.get("run", "").startswith("make ")]
    assert [each for each in made if each.removeprefix("make ") not in targets] == []


def test_hooks_run_programs_that_the_locks_name() -> None:
    hooks = [hook for repo in read(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    lock = (ROOT / "requirements-dev.txt").read_text()
    packages = {"mypy": "mypy", "ruff": "ruff", "lint-imports": "import-linter", "pytest": "pytest"}

    assert {repo["repo"] for repo in read(".pre-commit-config.yaml")["repos"]} == {"local"}
    for hook in hooks:
        program, *words = hook["entry"].split()
        if words[:1] == ["-m"]:
            assert (ROOT / f"{words[1].replace('.', '/')}.py").is_file()
            continue
        assert f"\n{packages[program.removeprefix('.venv/bin/')]}==" in lock
        assert [each for each in words if each.endswith(".py") and not (ROOT / each).exists()] == []


@pytest.mark.parametrize("name", ["format", "lint"])
def test_a_hook_leaves_alone_what_the_checks_leave_out(name: str, tmp_path: Path) -> None:
    """pre-commit hands every changed file over by its name, those of migrations, too."""
    (repo,) = read(".pre-commit-config.yaml")["repos"]
    (entry,) = (hook["entry"] for hook in repo["hooks"] if hook["id"] == name)
    program, *words = entry.split()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    migration = tmp_path / "portal" / "migrations" / "versions" / "0001_first.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("import os\nx =  1\n")

    ran = subprocess.run(
        [Path(sys.executable).parent / Path(program).name, *words, migration.relative_to(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout
    assert migration.read_text() == "import os\nx =  1\n"


@pytest.mark.parametrize("path", tree(".github/ISSUE_TEMPLATE/*.yml"), ids=lambda path: path.stem)
def test_issue_templates_are_forms(path: Path) -> None:
    form = yaml.safe_load(path.read_text())
    if path.stem == "config":
        assert form == {"blank_issues_enabled": False}
        return

    assert {"name", "description", "body"} <= form.keys()
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    names = [part["id"] for part in asked]
    assert len(names) == len(set(names)) > 0
    assert all(part["attributes"]["label"] for part in asked)


def test_whoever_reports_a_fault_is_led_to_the_private_way_first() -> None:
    first = read(".github/ISSUE_TEMPLATE/fault.yml")["body"][0]["attributes"]["value"]

    assert "Report a vulnerability" in first


def test_no_address_of_a_person_or_office_was_made_up() -> None:
    """Nobody answers at an invented address; reports go to the repository's private advisories."""
    addresses = {
        found
        for path in ("SECURITY.md", "CODE_OF_CONDUCT.md", "publiccode.yml", "README.md")
        for found in re.findall(r"[\w.+-]+@[\w-]+\.\w+", (ROOT / path).read_text())
    }

    assert addresses == set()
    for path in ("SECURITY.md", "CODE_OF_CONDUCT.md", "README.md", "README.id.md"):
        text = (ROOT / path).read_text()
        assert "Report a vulnerability" in text or "SECURITY.md" in text


def test_renovate_looks_at_every_list_of_packages() -> None:
    config = json.loads((GITHUB / "renovate.json").read_text())
    (pattern,) = config["pip_requirements"]["managerFilePatterns"]
    lists = [path.name for path in tree("requirements*.in")]

    assert [name for name in lists if not re.search(pattern.strip("/"), name)] == []
    assert not re.search(pattern.strip("/"), "requirements.txt")
    grouped = [each for rule in config["packageRules"] for each in rule.get("matchFileNames", ())]
    assert [name for name in grouped if name not in lists] == []


def test_the_editor_is_told_what_the_makefile_needs() -> None:
    rules = configparser.ConfigParser()
    rules.read_string("[top]\n" + (ROOT / ".editorconfig").read_text())

    assert rules["top"]["root"] == "true"
    assert rules["*"]["end_of_line"] == "lf"
    assert rules["Makefile"]["indent_style"] == "tab"


def test_the_container_for_development_sets_up_as_the_guide_says() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    editor = container["customizations"]["vscode"]

    assert container.keys() == {
        *("name", "image", "postCreateCommand", "forwardPorts", "portsAttributes"),
        "customizations",
    }
    assert re.search(r"python:(\d+\.\d+)-", container["image"])[1] in version  # type: ignore[index] # an image without a version fails here
    assert {str(port) for port in container["forwardPorts"]} == container["portsAttributes"].keys()
    assert f"PORT ?= {container['forwardPorts'][0]}" in (ROOT / "Makefile").read_text()
    assert all(re.fullmatch(r"[a-z-]+\.[a-z-]+", each) for each in editor["extensions"])
    assert editor["settings"]["python.defaultInterpreterPath"].endswith("/.venv/bin/python")
    assert container["postCreateCommand"] == "make setup-dev"
    assert "make setup-dev" in (ROOT / "CONTRIBUTING.md").read_text()


@pytest.mark.parametrize("path", tree("docs/pictures/*"), ids=lambda path: path.name)
def test_pictures_are_small_pngs(path: Path) -> None:
    picture = path.read_bytes()

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(picture) <= MOST_PICTURE_BYTES
    width, height = struct.unpack(">II", picture[16:24])
    assert width <= 1280
    assert height <= 900
