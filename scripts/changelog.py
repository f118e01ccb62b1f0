"""Puts CHANGELOG.md right after a merge; `make changelog` calls this.

Git joins the lines of two branches without asking, so that an entry may stand twice, outside of
Unreleased, or again although a version with it was released.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "CHANGELOG.md"
PAGES = ROOT / "docs" / "versions"
UNRELEASED = "## Unreleased"


def entries(text: str) -> list[str]:
    """Return the entries of a page, in order."""
    return [line for line in text.splitlines() if line.startswith("- ")]


def released_entries() -> list[str]:
    """Return every entry of every released version."""
    return [each for page in sorted(PAGES.glob("*.md")) for each in entries(page.read_text())]


def tidied(text: str, released: list[str]) -> str:
    """Return ``text`` with each new entry once and below Unreleased, in the order they stand in."""
    new = dict.fromkeys(each for each in entries(text) if each not in released)
    head = text.partition(f"\n{UNRELEASED}\n")[0]
    kept = "\n".join(line for line in head.splitlines() if not line.startswith("- ")).rstrip()
    return "\n".join((kept, "", UNRELEASED, "", *new)) + "\n"


if __name__ == "__main__":
    FILE.write_text(tidied(FILE.read_text(), released_entries()))
