"""Every relative link in every Markdown file leads to a file, and every anchor to a heading."""

import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"""\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|(?:src|href)="([^"]+)\"""")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
FILE = re.compile(r"`((?:[\w-]+/)+[\w-]+\.(?:py|html|css|js|typ|po|toml|md|yml))`")
# Told of what was: nobody looks for these files now.
HISTORY = ("docs/adr/", "docs/versions/", "CHANGELOG.md")
ELSEWHERE = re.compile(r"^[a-z][a-z+.-]*:")


def pages() -> list[Path]:
    """Return the Markdown files that belong to the project, also those not yet committed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split() or [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.md")
        if not {".venv", "node_modules", "build"} & {*path.relative_to(ROOT).parts}
    ]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def links(text: str) -> list[str]:
    prose = CODE.sub("", FENCE.sub("", text))
    found = [first or second for first, second in LINK.findall(prose)]
    return [link for link in found if not ELSEWHERE.match(link)]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings as GitHub and MkDocs make them."""
    counted: Counter[str] = Counter()
    found = set()
    for heading in re.findall(r"^#{1,6} (.+)$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        found.add(slug if not counted[slug] else f"{slug}-{counted[slug]}")
        counted[slug] += 1
    return found


def fault(page: Path, link: str) -> str | None:
    """Return what is wrong with a link of a page, or None."""
    path, _, anchor = unquote(link).partition("#")
    target = page if not path else page.parent / path
    if not target.exists():
        return f"{link} leads nowhere"
    if not target.resolve().is_relative_to(ROOT):
        return f"{link} leads out of the project"
    if anchor and target.suffix == ".md" and anchor not in anchors(target.read_text()):
        return f"{link}: no such heading"
    return None


def faults(page: Path) -> list[str]:
    return [found for link in links(page.read_text()) if (found := fault(page, link))]


@cache
def ends_of_paths() -> frozenset[str]:
    """Return the path of every file that is there and what is left of it after each folder."""
    paths = (path.relative_to(ROOT).parts for path in ROOT.glob("[!.]*/**/*.*"))
    return frozenset("/".join(parts[at:]) for parts in paths for at in range(len(parts)))


def missing_files(text: str) -> list[str]:
    """Return the files that a text names in backticks, by the end of their path at the least."""
    return [name for name in FILE.findall(text) if name not in ends_of_paths()]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert faults(page) == []


def test_a_page_names_files_that_are_there() -> None:
    missing = {
        name: files
        for page in pages()
        if not (name := str(page.relative_to(ROOT))).startswith(HISTORY)
        and (files := missing_files(page.read_text()))
    }

    assert missing == {}


def test_a_file_that_is_gone_is_found() -> None:
    text = "`rating/gone.py`, `portal/app.py`, `web/access.py`, `gone.py` and rating/gone.py"

    assert missing_files(text) == ["rating/gone.py"]


def test_all_pages_were_looked_at() -> None:
    names = {str(page.relative_to(ROOT)) for page in pages()}

    assert {"README.md", "docs/index.md", "docs/operations.md"} <= names
    assert sum(len(links(page.read_text())) for page in pages()) > 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](gone.md)", ["gone.md leads nowhere"]),
        ("[a](there.md#gone)", ["there.md#gone: no such heading"]),
        ('<img src="gone.png">', ["gone.png leads nowhere"]),
        ("[a](there.md#one-thing) [b](https://x.example/gone) `[c](gone.md)`", []),
        ("[a](#here)\n# Here", []),
        ("```\n[a](gone.md)\n```", []),
    ],
)
def test_a_link_that_leads_nowhere_is_found(
    tmp_path: Path, text: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.architecture.test_links.ROOT", tmp_path)
    (tmp_path / "there.md").write_text("# One thing\n")
    page = tmp_path / "page.md"
    page.write_text(text)

    assert faults(page) == expected


def test_a_link_out_of_the_project_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.architecture.test_links.ROOT", tmp_path / "project")
    (tmp_path / "project").mkdir()
    (tmp_path / "outside.md").write_text("")
    page = tmp_path / "project" / "page.md"
    page.write_text("[a](../outside.md)")

    assert faults(page) == ["../outside.md leads out of the project"]
