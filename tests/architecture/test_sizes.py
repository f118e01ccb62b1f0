"""The size limits that keep files from rotting; migrations alone are exempt."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.imports_of_portal import parsed

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
BANNED = {"utils", "helpers", "common", "manager", "data", "process", "misc"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def modules() -> list[Path]:
    """Return what the limits hold for: all but migrations.

    A migration is written once, by a program, and says the whole of one change of the schema;
    splitting it would make two changes of one, and what has run somewhere is never edited.
    """
    return [path for path in sorted(PORTAL.rglob("*.py")) if "migrations" not in path.parts]


def functions() -> Iterator[tuple[str, Function]]:
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_view(node: Function) -> bool:
    return any(
        "public" in ast.unparse(mark) or "requires(" in ast.unparse(mark)
        for mark in node.decorator_list
    )


def test_no_file_is_longer_than_300_lines() -> None:
    assert {str(path): lines(path) for path in modules() if lines(path) > 300} == {}


def test_the_median_file_has_90_lines_or_less() -> None:
    assert statistics.median(map(lines, modules())) <= 90


def test_no_function_is_longer_than_40_lines_and_no_view_than_20() -> None:
    long = [name for name, node in functions() if length(node) > (20 if is_view(node) else 40)]

    assert long == []


def test_the_median_function_has_9_lines_or_less() -> None:
    assert statistics.median(length(node) for _, node in functions()) <= 9


def test_functions_take_two_positional_parameters_at_the_most() -> None:
    wide = []
    for name, node in functions():
        named = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
        if len([arg for arg in named if arg not in {"self", "cls"}]) > 2 and not is_hook(node):
            wide.append(name)

    assert wide == []


def is_hook(node: Function) -> bool:
    """Whether a library calls the function and dictates its parameters."""
    return any("listens_for" in ast.unparse(mark) for mark in node.decorator_list) or (
        node.name in {"process_bind_param", "process_result_value", "wait"}
    )


@pytest.mark.parametrize(
    ("pattern", "limit"),
    [
        ("portal/**/*.html", 120),
        ("portal/static/*.js", 300),
        ("portal/static/**/*.css", 300),
        ("portal/**/*.typ", 300),
        ("tests/**/test_*.py", 400),
        ("tests/**/conftest.py", 200),
    ],
)
def test_templates_styles_scripts_and_tests_stay_small(pattern: str, limit: int) -> None:
    assert {str(path): lines(path) for path in ROOT.glob(pattern) if lines(path) > limit} == {}


def test_every_module_says_what_it_knows() -> None:
    silent = [str(path) for path in modules() if not ast.get_docstring(parsed(path))]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [
        str(path) for path in modules() if path.stem in BANNED or path.parent.name in BANNED
    ] == []


def test_a_package_opens_with_a_docstring_only() -> None:
    packages = [path for path in PORTAL.glob("*/__init__.py") if path.parent.name != "cli"]
    talkative = [str(path) for path in packages if len(parsed(path).body) > 1]

    assert talkative == []
