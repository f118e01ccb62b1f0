"""The documentation is whole: in the site's navigation, true to the code, its lists checked."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from portal.tables import Base
from scripts import docs_nav, reference
from scripts.reference_pages import addresses, commands

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text())
HOW_TO = sorted(path for path in (DOCS / "how-to").glob("*.md") if path.stem != "index")
ITEM = re.compile(r"^- \[ \] `([^`]+)`: \S", re.MULTILINE)
PATH = re.compile(
    r"`((?:portal|tests|scripts|docs|deploy|benchmarks)/[^`\s]*|[\w-]+\.(?:md|ya?ml))`"
)
USUAL_CHANGES = {
    "least-answers",
    "language",
    "complaint-field",
    "nightly-job",
    "export-column",
    "grade-colour",
    "staff-role",
    "channel",
    "session-length",
    "survey-element",
    "evaluation-rule",
    "official-form",
    "setting",
}


NAME = re.compile(r"[A-Za-z_][\w.-]*(?:\(\))?")


def unknown_names(item: str) -> list[str]:
    """Return what an item of a list names in code that none of its files holds."""
    ticked = re.findall(r"`([^`]+)`", item)
    files = [ROOT / each for each in ticked if (ROOT / each).is_file()]
    text = "\n".join(each.read_text() for each in files)
    names = [each for each in ticked if NAME.fullmatch(each) and not (ROOT / each).is_file()]
    return [
        each
        for each in names
        if each.removesuffix("()").rpartition(".")[2] not in text
        and not any((ROOT / "portal").rglob(each))
    ]


def in_navigation(entries: Any) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, str):
            yield entry
            continue
        for inside in entry.values():
            yield from [inside] if isinstance(inside, str) else in_navigation(inside)


def gone(text: str) -> list[str]:
    """Return the paths that a page names and that are not there."""
    return [path for path in PATH.findall(text) if not any(ROOT.glob(path.rstrip("/")))]


def test_every_page_stands_in_the_navigation_once() -> None:
    listed = list(in_navigation(SITE["nav"]))
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}

    assert len(listed) == len(set(listed))
    assert {name for name in pages if not name.startswith("adr/")} == set(listed)


def test_the_decisions_are_filled_in_when_the_site_is_built() -> None:
    config = SimpleNamespace(docs_dir=str(DOCS), nav=[{"Start": "index.md"}, {"Decisions": []}])

    filled = docs_nav.on_config(config).nav[1]["Decisions"]

    assert {"Decisions": []} in SITE["nav"]
    assert SITE["hooks"] == ["scripts/docs_nav.py"]
    assert set(filled) == {f"adr/{path.name}" for path in (DOCS / "adr").glob("*.md")}


def test_the_site_is_built_strictly() -> None:
    """With --quiet MkDocs shows no warning, counts none, and lets a link to nowhere pass."""
    (built,) = re.findall(r"mkdocs build.*", (ROOT / "Makefile").read_text())

    assert "--strict" in built
    assert "--quiet" not in built
    kinds = [kind for each in SITE["validation"].values() for kind in each.values()]
    assert set(kinds) == {"warn"}


def test_the_site_fetches_nothing_from_another_host() -> None:
    assert SITE["theme"]["font"] is False
    assert {"extra_css", "extra_javascript", "extra"} & SITE.keys() == set()


def test_the_reference_is_what_the_code_says() -> None:
    assert reference.stale() == [], "run: make reference"


def test_a_page_that_says_something_else_or_is_missing_is_stale(tmp_path: Path) -> None:
    first, *rest = reference.PAGES
    for name in rest:
        (tmp_path / name).write_text((reference.FOLDER / name).read_text() + "more\n")

    assert reference.stale(tmp_path) == [first, *rest]


def test_the_reference_leaves_nothing_out() -> None:
    text = {name: (reference.FOLDER / name).read_text() for name in reference.PAGES}

    assert [each for each in commands.listed() if f"flask {each}" not in text["commands.md"]] == []
    assert len(commands.listed()) > 40
    tables = {f"### {name}" for name in Base.metadata.tables}
    assert tables - set(text["tables.md"].splitlines()) == set()
    rules = set(addresses.rules_of(addresses.example_app()))
    assert [rule for rule in rules if f"| `{rule}` |" not in text["addresses.md"]] == []


def test_there_is_a_page_for_each_usual_change() -> None:
    index = (DOCS / "how-to" / "index.md").read_text()

    assert {path.stem for path in HOW_TO} == USUAL_CHANGES
    assert [path.name for path in HOW_TO if f"({path.name})" not in index] == []


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_list_names_files_that_are_there(page: Path) -> None:
    text = page.read_text()
    items = ITEM.findall(text)

    assert len(items) >= 3
    assert len(items) == text.count("- [ ]"), "an item is: - [ ] `file`: what to do"
    assert [item for item in items if not (ROOT / item).is_file()] == []
    assert gone(text) == []


@pytest.mark.parametrize("name", ["first-hour", "first-change"])
def test_a_tutorial_names_what_is_there(name: str) -> None:
    text = (DOCS / "tutorial" / f"{name}.md").read_text()
    targets = re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)
    known = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    asked = re.findall(r"flask --app wsgi ([a-z-]+ [a-z-]+)", text)

    assert gone(text) == []
    assert [each for each in targets if each not in known] == []
    assert [each for each in asked if each not in commands.listed()] == []
    assert targets or asked


def test_a_file_that_is_gone_is_found() -> None:
    text = "- [ ] `portal/gone.py`: change\n`docs/gone.md`, `portal/app.py`, `portal/rating/`"

    assert gone(text) == ["portal/gone.py", "docs/gone.md"]


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_an_item_names_what_its_file_holds(page: Path) -> None:
    items = [line for line in page.read_text().splitlines() if ITEM.match(line)]

    assert [unknown_names(item) for item in items if unknown_names(item)] == []


def test_a_name_that_is_gone_is_found() -> None:
    item = "- [ ] `portal/web/access.py`: the role in `Role`; in `VILLAGE_ROLES` when it is one."

    assert unknown_names(item) == ["VILLAGE_ROLES"]
