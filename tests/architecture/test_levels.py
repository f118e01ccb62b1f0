"""Texts state no level as a number in prose, explain grades, and tell "none" from "none yet"."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PORTAL = Path(__file__).resolve().parents[2] / "portal"
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))
WORDS = "dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|seratus"
NUMBER = rf"(\d+|{WORDS}|\w+ (belas|puluh|ratus)( \w+)?)"
COUNTED = "penilaian|jawaban|responden|penilai|komentar|kuesioner|petugas|pengaduan"
LEVEL = re.compile(rf"(?<![%\w.,]){NUMBER} ({COUNTED})\b", re.I)
ENGLISH = re.compile(
    r"(?<![%\w.,])(\d+|three|five|ten|thirty|hundred) (or more )?"
    r"(ratings?|answers?|respondents?|comments?|questionnaires?|officers?|complaints?)\b",
    re.I,
)
# What is no level: a simulated example, and the nine questions that everybody answers.
EXAMPLES = (
    "Dengan empat puluh loket dan tiga puluh penilaian masing-masing",
    "Sembilan jawaban dari satu orang bukan sembilan pendapat",
    "With forty desks and thirty ratings each",
)
# Templates that show a grade beside a rounded number, by a macro or by its letter.
GRADES = re.compile(r"grade\.letter|grade_mark\(|revised\.lines?\(")
EXPLAINED = re.compile(r"grade_note\(|ditentukan sebelum (angkanya|IKM) dibulatkan")


def texts() -> list[tuple[str, str]]:
    """Return every text that users read, in both languages."""
    path = PORTAL / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found = []
    for message in catalogue:
        originals = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        english = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        found.append((" / ".join(originals), " / ".join(english)))
    return [each for each in found if each[0]]


def states_a_level(text: str) -> bool:
    for example in EXAMPLES:
        text = text.replace(example, "")
    return bool(LEVEL.search(text) or ENGLISH.search(text))


def test_no_text_states_a_level_as_a_number_in_prose() -> None:
    every = texts()

    assert len(every) > 1000
    assert [original for pair in every for original in pair if states_a_level(original)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Rata-rata butuh 30 penilaian.",
        "Kurang dari sepuluh komentar tidak disebut.",
        "A mean needs 30 ratings.",
        "Shown from ten or more answers on.",
    ],
)
def test_the_next_one_is_found(text: str) -> None:
    assert states_a_level(text)
    assert not states_a_level("Rata-rata butuh %(least)s penilaian; sembilan pertanyaan.")


def test_grades_are_explained_where_they_stand() -> None:
    shown = [
        path
        for path in TEMPLATES
        if GRADES.search(path.read_text())
        # Macros stand in no page of their own; staff see a grade only where it is certain.
        and path.parent.name not in {"components", "staff_figures"}
    ]

    assert len(shown) > 5
    assert [path.name for path in shown if not EXPLAINED.search(path.read_text())] == []


# A month without a counted rating may have some that wait for their batch.
NONE_YET = re.compile(r"(belum|tidak) ada penilaian(?! yang (dihitung|dikecualikan))", re.I)
NO_RATINGS = re.compile(r"\bno ratings?\b(?! (counted yet|were excluded))", re.I)


def test_not_counted_yet_is_never_said_as_none() -> None:
    pairs = texts()
    # A statutory report is Indonesian alone, its words stand in the code.
    spoken = [path.read_text() for path in (PORTAL / "publication" / "reports").rglob("*.py")]
    assert len(spoken) > 10
    spoken += [original for original, _ in pairs]

    assert any("belum ada penilaian yang dihitung" in text for text in spoken)
    assert [text[:80] for text in spoken if NONE_YET.search(text)] == []
    assert [english for _, english in pairs if NO_RATINGS.search(english)] == []


@pytest.mark.parametrize(
    "text", ["Belum ada penilaian.", "tidak ada penilaian bulan ini", "No ratings yet"]
)
def test_the_next_none_is_found(text: str) -> None:
    assert NONE_YET.search(text) or NO_RATINGS.search(text)


def prose_of(code: str) -> list[str]:
    """Return the texts that code writes, without what describes the code itself."""
    tree = ast.parse(code)
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in described
    ]


def test_no_report_states_a_level_as_a_number_in_prose() -> None:
    """A PDF has no catalogue: its words stand in the code that draws it."""
    sources = sorted((PORTAL / "publication" / "reports").rglob("*.py"))

    assert sources
    assert [
        text for source in sources for text in prose_of(source.read_text()) if states_a_level(text)
    ] == []
    assert states_a_level(*prose_of('def f():\n    "Of 30 ratings."\n    g("mulai 30 responden")'))
