"""Writes the pages below docs/reference from the code: commands, addresses, interface, tables.

`make reference` runs this as a module; with --check it names the pages that are stale and ends
with 1.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.reference_pages import addresses, commands, interface, tables

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands.page,
    "addresses.md": addresses.page,
    "api.md": interface.page,
    "tables.md": tables.page,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of the pages that are missing or say something else than the code."""
    return [
        name
        for name, page in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text() != page()
    ]


def main(words: list[str]) -> int:
    """Write all pages, or only compare them."""
    if words == ["--check"]:
        names = stale()
        sys.stderr.writelines(f"docs/reference/{name} is stale: make reference\n" for name in names)
        return 1 if names else 0
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
