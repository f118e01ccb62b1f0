"""Every step of the five journeys stands in a table, and each story still gets to its part."""

import ast
import re
from pathlib import Path

from tests.architecture.source_files import ROOT
from tests.architecture.test_hard_cases import rows, without_a_test

STORIES = ROOT / "tests" / "browser" / "journeys"
TITLE = "The journeys"
# Of the domain paper's section 17: how many steps each journey has.
STEPS = {"J1": 12, "J2": 11, "J3": 8, "J4": 10, "J5": 8}
WHOLE = re.compile(r"J\d\.\d+")


def listed() -> list[tuple[str, str]]:
    return [(step, where.strip("`")) for step, where in rows(TITLE) if step != "Step"]


def lived(file: Path) -> set[str]:
    """Return the functions of a story that its tests get to, step by step."""
    tree = ast.parse(file.read_text())
    bodies = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    waiting = [name for name in bodies if name.startswith("test_") or name == "town"]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        named = {each.id for each in ast.walk(bodies[name]) if isinstance(each, ast.Name)}
        waiting += (named & bodies.keys()) - found
    return found


def never_reached(pairs: list[tuple[str, str]]) -> list[str]:
    """Return the steps whose part of a story is not there, or is played by nobody."""
    missing = []
    for step, where in pairs:
        path, _, name = where.partition("::")
        if "/" in path:
            missing += without_a_test([(step, where)])
        elif not (STORIES / path).is_file() or name not in lived(STORIES / path):
            missing.append(step)
    return missing


def test_every_step_has_a_part_of_a_story_that_is_lived() -> None:
    assert never_reached(listed()) == []


def test_no_step_and_no_check_is_left_out() -> None:
    told = [step.partition(" ")[0] for step, _ in listed()]

    wanted = {f"{name}.{number}" for name, steps in STEPS.items() for number in range(1, steps + 1)}
    assert {each for each in told if WHOLE.fullmatch(each)} == wanted
    checks = {step.partition(":")[0] for step, _ in listed() if step[2:].startswith(" check:")}
    assert checks == {f"{name} check" for name in STEPS}


def test_a_part_that_is_gone_or_that_nobody_lives_is_found() -> None:
    gone = ("J1.1 a cycle", "test_kertapati.py::nobody_wrote_this")
    moved = ("J1.2 a plan", "test_nowhere.py::first_half")

    assert never_reached([gone, moved]) == ["J1.1 a cycle", "J1.2 a plan"]
