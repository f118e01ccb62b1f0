"""A class name is used once in the tree: who searches for it finds one thing."""

import ast
from collections import defaultdict
from collections.abc import Mapping

from tests.architecture.source_files import nodes, parsed, sources


def modules_by_class_name(trees: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    """Return by class name the modules that define such a class, nested ones included.

    :param trees: the syntax of each module, by its name.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for module, tree in trees.items():
        for node in nodes(tree, ast.ClassDef):
            found[node.name].append(module)
    return found


def named_twice(trees: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    return {name: where for name, where in modules_by_class_name(trees).items() if len(where) > 1}


def test_every_class_has_a_name_of_its_own() -> None:
    assert named_twice({module: parsed(path) for module, path in sources().items()}) == {}


def test_a_name_that_two_modules_use_is_found() -> None:
    trees = {
        "one": ast.parse("class Draft: ...\nclass Line: ..."),
        "two": ast.parse("def make():\n    class Draft: ..."),
    }

    assert named_twice(trees) == {"Draft": ["one", "two"]}
