"""Words that the glossary replaced do not come back, neither as names nor in sentences."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source_files import (
    PORTAL,
    ROOT,
    functions,
    nodes,
    portal_files,
    syntax,
    text_of,
)

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
    ("complaints",): frozenset(
        {"Office", "office", "Item", "hand_over", "say_whether_it_helped", "Judge", "Ties"}
    ),
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
# Words that mean nothing else here: in no name, comment, docstring, document, contract or script.
REPLACED_WORD = re.compile(
    r"""[Cc]rowds? | CROWD | furniture | dies | leftovers? | [Ss]hel(f|ves) | [Vv]oices
    | heed(s|ed)? | [Dd]oors? | Linter | MixTurn | KeptYear | first_apart | tight_brackets
    | protect_neighbours | take_turn | list_[a-z]*furniture | keep_house
    | \w*(Crowd|Shelf|Furniture)\w* | \w*[a-z]Room | \w*_ROOM(_\w*)? | ROOM_\w*
    | \w*_(crowd|shelf|furniture|leftovers|voices)s?
    | (crowd|shelf|furniture|leftovers)_\w*""",
    re.VERBOSE,
)
REPLACED_PHRASE = re.compile(r"\b(?:the|a|this) (?:rating|citizen's) room\b|\bcitizen's room\b")
# A program, a page or a row has, holds, reads, gets or records something: it is no person.
THINGS = (
    (
        "accounts? apps? Babel ballots? caches? comments? database documents? files? fonts? forms?"
        " fingerprints? folders? the_import indexes JSON keys? library machines? packages? pages?"
        " Plotly portal process processes programs? query queries releases? scripts? servers?"
        " sessions? solver tables? tablets? templates? version workers? zxcvbn"
    )
    .replace(" ", "|")
    .replace("_", " ")
)
AS_PERSONS = re.compile(
    rf"(?<!of the )(?<!of a )\b(?:{THINGS})(?: that)?"
    r"(?: (?:does not|do not|need not|needs? to|also))?"
    r" (?:knows?|knew|believes?|thinks?|remembers?|wishes|hopes?|fears?|dares?)\b"
    r"|\bby heart\b|\b(?:step|story|stories|steps) (?:is|are) lived\b|\band its kin\b"
)
WORD = re.compile(r"\w+")
# A stored word, and texts of others.
STORED = frozenset(
    {
        '"leftovers"',
        "``leftovers``",
        "`leftovers`",
        "0016-crowds-by",
        '"mean_crowd"',
        '"anonymity_crowd"',
    }
)
# What was decided or released once stays as it was written.
HISTORY = ("docs/adr/", "docs/versions/", "portal/migrations/", "tests/architecture/test_words.py")
PROSE = {".py", ".md", ".toml", ".yml", ".html", ".css", ".js", ".typ", ".sh", ""}
# These are good words for a thing, and tell nothing as the name of a module.
REPLACED_MODULES = frozenset(
    {"words", "doors", "voices", "promises", "passing", "following", "work", "room", "rooms"}
    | {"utils", "helpers", "common", "manager", "misc"}
)
# The word means something else where it stands.
ALLOWED: dict[str, frozenset[str]] = {}


def names_in(source: str) -> Iterator[str]:
    """Every name that a module gives to something of its own."""
    tree = syntax(source)
    yield from (node.name for node in (*nodes(tree, ast.ClassDef), *functions(tree)))
    yield from (node.arg for node in nodes(tree, ast.arg))
    yield from (node.id for node in nodes(tree, ast.Name) if isinstance(node.ctx, ast.Store))


def replaced_names(path: Path) -> set[str]:
    relative = path.relative_to(PORTAL)
    words = frozenset[str]().union(
        *(words for packages, words in REPLACED.items() if relative.parts[0] in packages)
    )
    words -= ALLOWED.get(str(relative), frozenset())
    return words & {path.stem, *names_in(text_of(path))} | REPLACED_MODULES & {path.stem}


@cache
def is_replaced(word: str) -> bool:
    return REPLACED_WORD.fullmatch(word) is not None


def old_words(text: str) -> list[str]:
    """Return every word of a text that the glossary replaced."""
    for stored in STORED:
        text = text.replace(stored, "")
    words = [word for word in WORD.findall(text) if is_replaced(word)]
    return words + REPLACED_PHRASE.findall(text) + AS_PERSONS.findall(text)


def project_files() -> list[Path]:
    """Return the files that people write and read, without what others wrote."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split() or [str(path.relative_to(ROOT)) for path in portal_files()]
    return [
        ROOT / name
        for name in names
        if Path(name).suffix in PROSE
        and not name.startswith(HISTORY)
        and "/vendor/" not in name
        and (ROOT / name).is_file()
    ]


def test_no_sentence_uses_a_word_that_the_glossary_replaced() -> None:
    found = {
        str(path.relative_to(ROOT)): words
        for path in project_files()
        if (words := old_words(path.read_text(errors="ignore")))
    }

    assert found == {}


def test_an_old_word_is_found_in_prose_and_in_names() -> None:
    text = 'key dies; ask(crowd_size); kind="leftovers"; class RatingRoom; a waiting room'

    assert old_words(text) == ["dies", "crowd_size", "RatingRoom"]
    assert old_words("who enters the rating room") == ["the rating room"]


@pytest.mark.parametrize(
    "text",
    [
        "the key that the database knows",
        "a program that knows no settings",
        "as far as other packages need to know them",
        "a session remembers nothing",
        "every program knows by heart",
        "how a story is lived",
    ],
)
def test_a_thing_that_is_spoken_of_as_a_person_is_found(text: str) -> None:
    assert old_words(text)


def test_what_a_person_knows_is_let_through() -> None:
    assert old_words("a reader of the database knows the month; whoever knows the keys") == []


def test_no_name_is_one_that_the_glossary_replaced() -> None:
    found = {
        str(path.relative_to(PORTAL)): words
        for path in portal_files()
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
    assert all(words <= {*names_in(text_of(PORTAL / path))} for path, words in ALLOWED.items())


def test_the_glossary_names_packages_that_exist() -> None:
    cells = [line.split("|")[-2] for line in GLOSSARY.read_text().splitlines() if "` |" in line]
    named = {part.strip("` ") for cell in cells for part in cell.split(",")}
    assert len(named) > 10
    assert {each for each in named if not (PORTAL / each).exists()} == set()
