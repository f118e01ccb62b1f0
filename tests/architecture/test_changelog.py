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

from scripts.changelog import PAGES, entries, released_entries, tidied

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text()
ROW = re.compile(
    r"^\| \[(\d+\.\d+\.\d+)\]\(docs/versions/\1\.md\)"
    r" \| (\d{4}-\d\d-\d\d) \| `([0-9a-f]{7,40})` \|$",
    re.MULTILINE,
)
# A new version adds its line here: the SHA-256 of its entries, joined by line breaks.
RELEASED = {"0.1.0": "c91208098c04b7058c50b1d66ffb6d74b118c59fc8f9cef3e1302282fd15a31a"}
TELLING_CHARACTERS = 60


def digest(text: str) -> str:
    return hashlib.sha256("\n".join(entries(text)).encode()).hexdigest()


def alike(text: str) -> list[str]:
    """Return entries that begin alike: one was reworded, and a merge kept both."""
    known = Counter(each[:TELLING_CHARACTERS] for each in [*entries(text), *released_entries()])
    return [each for each in entries(text) if known[each[:TELLING_CHARACTERS]] > 1]


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


def test_each_new_entry_stands_once_and_below_unreleased() -> None:
    assert tidied(TEXT, released_entries()) == TEXT, "run: make changelog"
    assert alike(TEXT) == [], "say it once"
    assert entries(TEXT)


def test_what_a_merge_puts_in_the_wrong_place_is_put_right() -> None:
    clean = "# Changelog\n\nWords.\n\n## Unreleased\n\n- One.\n- Two.\n"
    old = released_entries()[0]

    assert tidied(clean, [old]) == clean
    assert tidied(f"{clean}- One.\n", [old]) == clean
    assert tidied(f"{clean}{old}\n", [old]) == clean
    assert tidied(clean.replace("Words.", "Words.\n- Two."), [old]) == clean.replace(
        "- One.\n- Two.", "- Two.\n- One."
    )


def test_an_entry_that_begins_like_another_one_is_found() -> None:
    old = released_entries()[0]

    assert alike("- One.\n- Two.\n") == []
    assert alike(f"{old} And more.\n") == [f"{old} And more."]


@pytest.mark.parametrize("name", RELEASED)
def test_an_entry_in_a_released_version_is_found(name: str) -> None:
    assert digest((PAGES / f"{name}.md").read_text() + "- New.\n") != RELEASED[name]
