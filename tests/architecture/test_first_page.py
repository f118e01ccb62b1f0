"""The first page fits on one, says the same in both languages, and its commands exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, INDONESIAN = ((ROOT / name).read_text() for name in ("README.md", "README.id.md"))
BOTH = pytest.mark.parametrize("text", [ENGLISH, INDONESIAN], ids=["english", "indonesian"])
MOST_LINES = 60
MOST_WORDS = 750


def shape(text: str) -> list[str]:
    """Return what kind of line stands where, without its words."""
    return [re.match(r"#*|- \*\*|-|\*\*|`*|<img", line)[0] for line in text.splitlines() if line]


def targets(text: str) -> list[str]:
    """Return where links and pictures lead, in order, apart from the one to the other language."""
    found = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", text)
    return [link or picture for link, picture in found if not (link or "").startswith("README")]


@BOTH
def test_it_is_one_page(text: str) -> None:
    assert len(text.splitlines()) <= MOST_LINES
    assert len(text.split()) <= MOST_WORDS


def test_both_languages_have_the_same_parts_in_the_same_order() -> None:
    assert shape(ENGLISH) == shape(INDONESIAN)
    assert targets(ENGLISH) == targets(INDONESIAN)
    assert "(README.id.md)" in ENGLISH
    assert "(README.md)" in INDONESIAN


@BOTH
def test_two_commands_set_everything_up_and_they_exist(text: str) -> None:
    block = text.partition("```\n")[2].partition("```")[0]
    commands = [line.partition("#")[0].strip() for line in block.splitlines()]
    makefile = (ROOT / "Makefile").read_text()

    assert commands == ["make run", "make test"]
    assert re.search(r"^run: setup ", makefile, re.MULTILINE)
    assert re.search(r"^test: setup-dev ", makefile, re.MULTILINE)


@BOTH
def test_the_picture_of_the_city_and_of_the_form_have_words(text: str) -> None:
    pictures = re.findall(r'<img src="([^"]+)" width="\d+" alt="([^"]{40,})">', text)

    assert [name for name, _ in pictures] == ["docs/pictures/city.png", "docs/pictures/form.png"]


@BOTH
@pytest.mark.parametrize("number", ["25", "14", "27"])
def test_the_law_is_named(text: str, number: str) -> None:
    assert re.search(rf"\b{number}(/| Tahun )(2009|2017|2022)\b", text)


def test_a_part_that_only_one_language_has_is_noticed() -> None:
    assert shape(ENGLISH + "\n## More\n") != shape(INDONESIAN)
    assert targets(ENGLISH + "\n[more](docs/faults.md)\n") != targets(INDONESIAN)
