"""What a web worker loads, and that every group of commands can be reached.

A worker loads nothing that only signing in, migrating, a release, a chart or a file needs.
"""

import json
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import portal.cli
from portal.cli import GROUPS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "argon2",
    "zxcvbn",
    "alembic",
    "flask_migrate",
    "plotly",
    "scipy",
    "numpy",
    "highspy",
    "statsmodels",
    "pandas",
    "openpyxl",
    "fpdf",
    "typst",
    "PIL",
}
LOADED = """
import json, sys
import portal.app
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_a_web_worker_loads_nothing_that_few_requests_need() -> None:
    result = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert HEAVY.isdisjoint(json.loads(result.stdout))


def modules_with_commands() -> list[str]:
    names = [info.name for info in pkgutil.iter_modules(portal.cli.__path__)]
    return [name for name in names if hasattr(import_module(f"portal.cli.{name}"), "group")]


def test_every_group_of_commands_can_be_reached() -> None:
    assert sorted(str(group.name) for group in GROUPS) == modules_with_commands()


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_a_group_says_the_same_about_itself_before_and_after_it_is_loaded(group: object) -> None:
    loaded = import_module(f"portal.cli.{group.name}").group

    assert group.help == loaded.help
