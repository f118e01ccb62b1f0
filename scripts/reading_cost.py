"""Counts the files of the portal that one passing request enters: what a reader has to open.

`python -m scripts.reading_cost` runs the scenes of tests/web/test_reading_cost.py and writes their
figures into docs/architecture.md; with --list it prints the files of each scene instead. What runs
while a module is imported is not counted; templates count, for they are read like any other file.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
SCENES = "tests/web/test_reading_cost.py"
KEPT_IN = "READING_COST_FILE"
# What a scene is called on the page, its figure before packages by feature, and the aim.
ASKED: Mapping[str, tuple[str, int, int]] = {
    "rating": ("submit a rating", 43, 25),
    "desk_page": ("show a desk page", 68, 30),
    "month": ("prepare a month", 83, 45),
    "answer": ("answer a complaint", 36, 25),
}


@contextmanager
def files_entered(package: Path = ROOT / "portal") -> Iterator[set[str]]:
    """Collect the files of a package in which a function is called meanwhile.

    :param package: its folder; the names that come back begin with it.
    """
    inside = f"{package}{os.sep}"
    found: set[str] = set()
    imports: list[FrameType] = []

    def look(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "return" and imports and imports[-1] is frame:
            imports.pop()
        elif event == "call" and code.co_name == "<module>":
            imports.append(frame)
        elif event == "call" and not imports and code.co_filename.startswith(inside):
            found.add(str(Path(code.co_filename).relative_to(package.parent)))

    before = sys.getprofile()
    threading.setprofile(look)
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def table(figures: Mapping[str, int]) -> str:
    """Return the rows of docs/architecture.md for the figures of all scenes."""
    rows = [
        f"| {name} | {before} | {figures[scene]} | {aim} |"
        for scene, (name, before, aim) in ASKED.items()
    ]
    return "\n".join(
        ("| Files entered to | First version | Now | Aim |", "|---|---|---|---|", *rows)
    )


def figures_on_page(text: str) -> dict[str, int]:
    """Return the figures that the page states, by scene."""
    named = {name: scene for scene, (name, *_) in ASKED.items()}
    cells = ([cell.strip() for cell in line.split("|")] for line in text.splitlines())
    return {named[row[1]]: int(row[3]) for row in cells if len(row) == 6 and row[1] in named}


def measured() -> dict[str, list[str]]:
    """Run the scenes in a process of their own and return the files that each entered."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "files.json"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", SCENES]
        subprocess.run(
            [*command, "-k", "enters_no_more_files"],
            cwd=ROOT,
            env={**os.environ, KEPT_IN: str(kept)},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        lines = kept.read_text().splitlines()
    return {scene: files for line in lines for scene, files in json.loads(line).items()}


def main(words: Sequence[str]) -> int:
    """Write the figures, or list the files."""
    files = measured()
    if words == ["--list"]:
        for scene, entered in files.items():
            sys.stdout.write(f"{scene}: {len(entered)}\n")
            sys.stdout.writelines(f"  {name}\n" for name in entered)
        return 0
    text = PAGE.read_text()
    old = table(figures_on_page(text))
    new = table({scene: len(entered) for scene, entered in files.items()})
    if old not in text:
        sys.stderr.write("docs/architecture.md has no such table\n")
        return 1
    PAGE.write_text(text.replace(old, new))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
