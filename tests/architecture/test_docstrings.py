"""A docstring speaks of the parameters that its function has."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source_files import functions, nodes, parsed, sources

NAMED = re.compile(r":param (?:\w+ )?(\w+):")


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the names of what a function takes."""
    each = function.args
    further = [arg for arg in (each.vararg, each.kwarg) if arg is not None]
    return {arg.arg for arg in (*each.posonlyargs, *each.args, *each.kwonlyargs, *further)}


def fields(made: ast.ClassDef) -> set[str]:
    """Return the names of what a class is made with."""
    declared = {
        part.target.id
        for part in made.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    methods = [part for part in made.body if isinstance(part, ast.FunctionDef)]
    return declared.union(*(arguments(one) for one in methods if one.name == "__init__"))


def strange_parameters(tree: ast.Module) -> Iterator[str]:
    """Give each parameter that a docstring names and its function or class has not."""
    for node in (*functions(tree), *nodes(tree, ast.ClassDef)):
        named = NAMED.findall(ast.get_docstring(node) or "")
        for name in named:
            if name not in (fields(node) if isinstance(node, ast.ClassDef) else arguments(node)):
                yield f"{node.name}: {name}"


def test_a_docstring_names_parameters_that_are_there() -> None:
    found = {module: list(strange_parameters(parsed(path))) for module, path in sources().items()}

    assert {module: names for module, names in found.items() if names} == {}


def test_a_parameter_that_is_gone_is_found() -> None:
    code = 'def write(text: str) -> None:\n    """Write.\n\n    :param office: where.\n    """\n'

    assert list(strange_parameters(ast.parse(code))) == ["write: office"]
