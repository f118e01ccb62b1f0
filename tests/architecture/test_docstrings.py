"""A docstring names the parameters of its function, after the text and before the source."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source_files import functions, nodes, parsed, sources

FIELD = re.compile(r":(param|raises|returns?|ivar)\b")
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


def after_the_fields(docstring: str) -> Iterator[str]:
    """Give each line of text that stands after a field; ``Source:`` may end a docstring."""
    is_after = False
    for line in docstring.partition("Source:")[0].splitlines():
        if FIELD.match(line):
            is_after = True
        elif is_after and line and not line.startswith(" "):
            yield line


def misplaced_text(tree: ast.Module) -> dict[str, list[str]]:
    documented = (*functions(tree), *nodes(tree, ast.ClassDef))
    found = {one.name: [*after_the_fields(ast.get_docstring(one) or "")] for one in documented}
    return {name: lines for name, lines in found.items() if lines}


def test_a_docstring_has_its_text_before_its_fields() -> None:
    found = {module: misplaced_text(parsed(path)) for module, path in sources().items()}

    assert {module: names for module, names in found.items() if names} == {}


def test_a_docstring_of_a_module_begins_with_its_term() -> None:
    """A reader learns first that it holds queries or labels, and then on what."""
    first = {module: ast.get_docstring(parsed(path)) or "" for module, path in sources().items()}

    assert [module for module, text in first.items() if text.startswith("What ")] == []


def test_text_after_a_field_is_found() -> None:
    fields = "    :raises Refused: when\n        full.\n    Lost.\n"
    code = f'def write() -> None:\n    """Write.\n\n{fields}    """\n'

    assert misplaced_text(ast.parse(code)) == {"write": ["Lost."]}


def test_a_docstring_names_parameters_that_are_there() -> None:
    found = {module: list(strange_parameters(parsed(path))) for module, path in sources().items()}

    assert {module: names for module, names in found.items() if names} == {}


def test_a_parameter_that_is_gone_is_found() -> None:
    code = 'def write(text: str) -> None:\n    """Write.\n\n    :param office: where.\n    """\n'

    assert list(strange_parameters(ast.parse(code))) == ["write: office"]
