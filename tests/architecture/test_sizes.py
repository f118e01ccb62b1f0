"""The limits of size; migrations alone are exempt.

A migration is written once, by a program, and states the whole of one change of the schema.
Splitting it would make two changes of one, and what has run somewhere is never edited.
"""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source_files
from tests.architecture.source_files import PORTAL, ROOT, modules, parsed, text_of

BANNED = {"utils", "helpers", "common", "manager", "data", "process", "misc"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(path: Path) -> int:
    return len(text_of(path).splitlines())


def functions() -> Iterator[tuple[str, Function]]:
    for path in modules():
        for node in source_files.functions(parsed(path)):
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
    long = [
        name
        for name, node in functions()
        if length(node) > 40 or (length(node) > 20 and is_view(node))
    ]

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
