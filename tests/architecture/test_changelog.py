"""Versions are dated and numbered, and what was released is not written into any more."""

import hashlib
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text()
VERSION = re.compile(r"(\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2}), commit `([0-9a-f]{7,40})`\)")
# A new version adds its line here; `entries_digest` of its entries says which they are.
RELEASED = {"0.1.0": "815f10b68a44ba84c2d1ebc4052c5cc153280e17cee65174736d4800b809c726"}


def sections(text: str) -> dict[str, list[str]]:
    """Return each heading's entries, in order."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        found[heading] = [line for line in body.splitlines() if line.startswith("- ")]
    return found


def versions(text: str) -> list[tuple[str, str, str]]:
    return [match.groups() for name in sections(text) if (match := VERSION.fullmatch(name))]


def entries_digest(entries: list[str]) -> str:
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()


def moved_or_changed(text: str) -> list[str]:
    """Return the released versions whose entries are not those they were released with."""
    found = {name.partition(" ")[0]: entries for name, entries in sections(text).items()}
    return [
        name for name, digest in RELEASED.items() if entries_digest(found.get(name, [])) != digest
    ]


def test_headings_are_unreleased_and_then_versions_newest_first() -> None:
    first, *released = sections(TEXT)

    assert first == "Unreleased"
    assert len(versions(TEXT)) == len(released) == len(RELEASED)
    numbers = [tuple(map(int, name.split("."))) for name, _, _ in versions(TEXT)]
    days = [date.fromisoformat(day) for _, day, _ in versions(TEXT)]
    assert numbers == sorted(set(numbers), reverse=True)
    assert days == sorted(days, reverse=True)


def test_the_newest_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    number, day, _ = versions(TEXT)[0]

    assert (number, number) == (project["version"], described["softwareVersion"])
    assert day == described["releaseDate"]


def test_what_was_released_stays_as_it_was() -> None:
    """Git puts lines of two branches together; an entry may land below the wrong heading."""
    assert moved_or_changed(TEXT) == [], "new entries belong under Unreleased"


@pytest.mark.parametrize("place", ["end", "begin"])
def test_an_entry_below_the_wrong_heading_is_found(place: str) -> None:
    lines = TEXT.rstrip().splitlines()
    at = len(lines) if place == "end" else lines.index(next(x for x in lines if "0.1.0 (" in x)) + 4
    lines.insert(at, "- A new entry.")

    assert moved_or_changed("\n".join(lines)) == ["0.1.0"]
    assert moved_or_changed(TEXT.replace("## Unreleased\n\n", "## Unreleased\n\n- New.\n")) == []
