"""What browsers get is written as the formatters write it, and the check says so where not."""

import shutil
from pathlib import Path

import pytest

from scripts import front_end

ROOT = Path(__file__).resolve().parents[2]
WELL = {
    "portal/templates/a.html": "<p>\n  {% if a %}{{ a }}{% endif %}\n</p>\n",
    "portal/static/a.css": "p {\n  margin: 0;\n}\n",
    "portal/static/a.js": "console.log(1);\n",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with one file of each kind, all of them as they should be."""
    for name in ("pyproject.toml", "biome.jsonc"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name, text in WELL.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_what_is_well_written_passes(checkout: Path) -> None:
    assert front_end.main("check", root=checkout) == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("portal/templates/a.html", "<ul><li>a</li>\n<li>b</li></ul>\n"),
        ("portal/templates/a.html", "<p>\n  {% if a %}{{ a }}\n</p>\n"),
        ("portal/static/a.css", "p { margin: 0; }\n"),
        ("portal/static/a.css", "p {\n  marign: 0;\n}\n"),
        ("portal/static/a.js", "console.log( 1 );\n"),
        ("portal/static/a.js", "var unused = 1;\nif (a = 2) {\n  console.log(a);\n}\n"),
    ],
    ids=["layout", "no end", "style on one line", "no property", "spaces", "assigned for compared"],
)
def test_what_is_not_is_told(checkout: Path, name: str, text: str) -> None:
    (checkout / name).write_text(text)

    assert front_end.main("check", root=checkout) != 0
    assert (checkout / name).read_text() == text


def test_fixing_writes_the_layout(checkout: Path) -> None:
    (checkout / "portal/static/a.css").write_text("p { margin: 0 }")
    (checkout / "portal/templates/a.html").write_text("<p>{%if a%}{{a}}{%endif%}</p>")

    assert front_end.main("fix", root=checkout) == 0
    assert (checkout / "portal/static/a.css").read_text() == WELL["portal/static/a.css"]
    assert front_end.main("check", root=checkout) == 0


def test_only_the_named_files_are_looked_at(checkout: Path) -> None:
    (checkout / "portal/static/a.css").write_text("p { margin: 0 }")

    assert front_end.main("check", "portal/templates/a.html", root=checkout) == 0
    assert front_end.main("check", "portal/static/a.css", root=checkout) != 0
