"""Versions are dated and numbered, and what was released is not written into any more.

Git puts the lines of two branches of CHANGELOG.md together without asking; with each version on a
page of its own no entry can land below the wrong one.
"""

import hashlib
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "versions"
TEXT = (ROOT / "CHANGELOG.md").read_text()
ROW = re.compile(
    r"^\| \[(\d+\.\d+\.\d+)\]\(docs/versions/\1\.md\)"
    r" \| (\d{4}-\d\d-\d\d) \| `([0-9a-f]{7,40})` \|$",
    re.MULTILINE,
)
# A new version adds its line here: the SHA-256 of its entries, joined by line breaks.
RELEASED = {"0.1.0": "c91208098c04b7058c50b1d66ffb6d74b118c59fc8f9cef3e1302282fd15a31a"}
TELLING_CHARACTERS = 60


def entries(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


def digest(text: str) -> str:
    return hashlib.sha256("\n".join(entries(text)).encode()).hexdigest()


def unreleased(text: str) -> str:
    return text.partition("\n## Unreleased\n")[2]


def faults(text: str, released: list[str]) -> list[str]:
    """Return entries that stand outside of Unreleased, twice, or in a released version as well."""
    current = entries(unreleased(text))
    known = Counter(each[:TELLING_CHARACTERS] for each in [*current, *released])
    outside = [each for each in entries(text) if each not in current]
    return outside + [each for each in current if known[each[:TELLING_CHARACTERS]] > 1]


def released_entries() -> list[str]:
    return [each for name in RELEASED for each in entries((PAGES / f"{name}.md").read_text())]


def test_versions_stand_in_order_with_date_commit_and_a_page() -> None:
    rows = ROW.findall(TEXT)
    numbers = [tuple(map(int, name.split("."))) for name, _, _ in rows]
    days = [date.fromisoformat(day) for _, day, _ in rows]

    assert [name for name, _, _ in rows] == list(RELEASED)
    assert numbers == sorted(set(numbers), reverse=True)
    assert days == sorted(days, reverse=True)
    assert {path.stem for path in PAGES.glob("*.md")} == set(RELEASED)
    for name, day, commit in rows:
        assert f"# Version {name}\n\nOf {day}, commit `{commit}`." in (
            (PAGES / f"{name}.md").read_text()
        )


def test_the_newest_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    number, day, _ = ROW.findall(TEXT)[0]

    assert (number, number) == (project["version"], described["softwareVersion"])
    assert day == described["releaseDate"]


@pytest.mark.parametrize("name", RELEASED)
def test_what_was_released_stays_as_it_was(name: str) -> None:
    assert digest((PAGES / f"{name}.md").read_text()) == RELEASED[name]


def test_each_new_entry_stands_once_and_at_the_end_of_the_file() -> None:
    assert faults(TEXT, released_entries()) == [], "new entries belong under Unreleased, once"
    assert re.findall(r"^## .*", TEXT, re.MULTILINE) == ["## Unreleased"]
    assert entries(unreleased(TEXT))


def test_an_entry_in_the_wrong_place_is_found() -> None:
    old, new = released_entries()[0], "- A new entry."
    first = entries(unreleased(TEXT))[0]

    assert faults(f"{TEXT}{new}\n", released_entries()) == []
    assert faults(f"{new}\n{TEXT}", released_entries()) == [new]
    assert faults(f"{TEXT}{first} More.\n", released_entries()) == [first, f"{first} More."]
    assert faults(f"{TEXT}{old}\n", released_entries()) == [old]
    assert digest((PAGES / "0.1.0.md").read_text() + f"{new}\n") != RELEASED["0.1.0"]
