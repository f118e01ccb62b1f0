"""The targets that people and scripts rely on exist, say what they do, and are what pages name."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.examples import FAST_PROFILE

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
PROMISED = {
    "setup",
    "run",
    "test",
    "check",
    "test-fast",
    "fix",
    "docs",
    "shell",
    "bench",
    "help",
}
DESCRIBED = re.compile(r"^([a-z-]+):[^=\n#]*## \S", re.MULTILINE)
NAMED = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def commands_of(*words: str) -> str:
    """What make would run for a target, without running it."""
    command = ["/usr/bin/env", "make", "--no-print-directory", "-n", *words]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_every_promised_target_exists_and_says_what_it_does() -> None:
    assert PROMISED - set(DESCRIBED.findall(MAKEFILE)) == set()
    assert targets() - set(DESCRIBED.findall(MAKEFILE)) <= {"clean"}


def test_no_file_can_stand_in_for_a_target() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)

    assert phony is not None
    assert targets() <= set(phony[1].split())


def test_pages_name_targets_that_exist() -> None:
    named = {each: path for path in pages() for each in NAMED.findall(path.read_text())}

    assert {each: path for each, path in named.items() if each not in targets()} == {}
    assert {"test-fast", "fix", "shell", "check-fast"} <= named.keys()


def test_the_fast_tests_leave_out_what_is_slow() -> None:
    fast = commands_of("test-fast")

    assert '-m "not slow"' in fast
    assert "tests/architecture tests/unit" in fast
    assert f"--hypothesis-profile={FAST_PROFILE}" in fast


def test_the_checks_leave_out_only_tests_that_follow() -> None:
    alone, before_all = commands_of("check"), commands_of("check", "TESTS_FOLLOW=yes")
    among_the_checks = "tests/architecture tests/integration/test_migrations.py"
    left_out = [line for line in alone.splitlines() if line not in before_all.splitlines()]

    assert [line.endswith(among_the_checks) for line in left_out] == [True]
    steps = (ROOT / ".ci" / "run").read_text().splitlines()
    assert steps[-2:] == ["make check TESTS_FOLLOW=yes", "make test"]


@pytest.mark.parametrize(
    "command", ["ruff check --fix .", "ruff format .", "scripts.front_end fix"]
)
def test_fixing_repairs_lint_and_formats(command: str) -> None:
    assert command in commands_of("fix")


def test_a_shell_has_the_database_session_at_hand(app: Flask) -> None:
    assert "flask --app wsgi shell" in commands_of("shell")
    with app.app_context():
        at_hand = app.make_shell_context()
        assert at_hand["app"] is app
        assert at_hand["session"].scalar(text("SELECT 1")) == 1
