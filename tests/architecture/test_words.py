"""Names that the glossary replaced do not come back."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.imports_of_portal import PORTAL, ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"

# Where a word must not be a name: of a module, class, function, argument or variable.
REPLACED: dict[tuple[str, ...], frozenset[str]] = {
    ("rating", "demo", "privacy_audit"): frozenset(
        {
            "crowd",
            "crowds",
            "CROWD",
            "Crowd",
            "turn",
            "Turn",
            "leftovers",
            "room",
            "RatingRoom",
            "Look",
            "Notice",
            "Asked",
            "FixedPage",
            "signal",
            "signals",
            "AnomalySignal",
        }
    ),
    ("transparency", "web", "time", "cli"): frozenset(
        {
            "Front",
            "KeptPage",
            "Held",
            "Ready",
            "PageStore",
            "kept_page",
            "Rhythm",
            "rhythm",
            "run_round",
            "take_turn",
        }
    ),
    ("complaints",): frozenset({"Office", "office", "Item"}),
    ("accounts", "web", "organisation", "evaluation"): frozenset(
        {"sight", "Sight", "Door", "doors", "Gate", "NextStep"}
    ),
    ("publication", "disclosure"): frozenset(
        {
            "Linter",
            "lint",
            "protect_neighbours",
            "protectors",
            "Known",
            "stated_by",
            "Statement",
            "Bracket",
            "tight_brackets",
            "Apart",
            "first_apart",
            "Kept",
            "KeptYear",
            "Before",
            "Served",
            "Circumstances",
            "Edition",
            "ReportSpan",
            "shelf",
            "Shelf",
            "LEAST_MEAN",
            "MOST_MEAN",
            "Crowd",
        }
    ),
}
# These are good words for a thing, and tell nothing as the name of a module.
REPLACED_MODULES = frozenset(
    {"words", "doors", "voices", "promises", "passing", "following", "work", "room", "rooms"}
    | {"utils", "helpers", "common", "manager", "misc"}
)
# The word means something else where it stands.
ALLOWED: dict[str, frozenset[str]] = {}


def names_in(source: str) -> Iterator[str]:
    """Every name that a module gives to something of its own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def replaced_names(path: Path) -> set[str]:
    relative = path.relative_to(PORTAL)
    words = frozenset[str]().union(
        *(words for packages, words in REPLACED.items() if relative.parts[0] in packages)
    )
    words -= ALLOWED.get(str(relative), frozenset())
    return words & {path.stem, *names_in(path.read_text())} | REPLACED_MODULES & {path.stem}


def test_no_name_is_one_that_the_glossary_replaced() -> None:
    found = {
        str(path.relative_to(PORTAL)): words
        for path in sorted(PORTAL.rglob("*.py"))
        if (words := replaced_names(path))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    ["class Crowd: ...", "def crowd(): ...", "def f(crowd): ...", "crowd = 1", "crowd: int = 1"],
)
def test_a_replaced_name_is_found_wherever_a_name_is_given(source: str) -> None:
    assert {"crowd", "Crowd"} & set(names_in(source))


def test_names_of_others_and_text_are_no_names_of_ones_own() -> None:
    assert set(names_in('"""A crowd."""\nprint(other.crowd, crowd)')) == set()


def test_what_is_allowed_is_still_there() -> None:
    assert all(words <= {*names_in((PORTAL / path).read_text())} for path, words in ALLOWED.items())


def test_the_glossary_names_packages_that_exist() -> None:
    cells = [line.split("|")[-2] for line in GLOSSARY.read_text().splitlines() if "` |" in line]
    named = {part.strip("` ") for cell in cells for part in cell.split(",")}
    assert len(named) > 10
    assert {each for each in named if not (PORTAL / each).exists()} == set()
