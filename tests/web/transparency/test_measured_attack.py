"""What an attack still finds is said alike on the page, in the documents and where it is kept."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.publication.figures import disclosure_rules
from portal.publication.figures.measured_attack import attack_results, estimate_attack_results
from portal.transparency.methodology import attack_rows

Read = Callable[[str], str]
DOCUMENT = Path(__file__).parents[3] / "docs" / "disclosure.md"
SHARES = r"(\d+[.,]\d) ?%"


def measured() -> list[list[str]]:
    """Return a line per size: both shares for one and for five unknown people, in per cent."""
    return [
        [
            f"{100 * share:.1f}"
            for each in row.results
            for share in (each.attempts_with_a_pinned_score, each.attempts_with_a_low_score_pinned)
        ]
        for row in attack_rows()
    ]


def measured_of_estimates() -> list[str]:
    """Return both shares that estimates add, for one and for five unknown people, in per cent."""
    return [
        f"{100 * share:.1f}"
        for each in estimate_attack_results()
        for share in (each.attempts_with_a_pinned_score, each.attempts_with_a_low_score_pinned)
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_methodology_states_what_was_measured(read: Read, language: str) -> None:
    page = read(f"/methodology?lang={language}").replace("\N{NO-BREAK SPACE}", " ")
    section = page.partition('id="serangan"')[2].partition("<h2")[0]

    shown = [re.findall(SHARES, line) for line in section.split("<tr>")[2:]]

    found = [[share.replace(",", ".") for share in row] for row in shown]
    assert found == [*measured(), measured_of_estimates()]
    for row in attack_rows():
        assert f">{row.least}&ndash;{row.most}</th>" in section


def test_the_methodology_says_how_elements_are_rounded_for_it(read: Read) -> None:
    section = read("/methodology").partition('id="serangan"')[2].partition("<h2")[0]

    assert f"kelipatan {disclosure_rules.ELEMENT_COARSE_STEP} poin" in section
    assert f"{disclosure_rules.COARSE_STEP} poin".replace(".", ",") in section
    assert f"di bawah {disclosure_rules.FINE_FROM} jawaban" in section
    assert f"di bawah {disclosure_rules.ELEMENT_FINE_FROM}," in section


def test_the_documents_state_what_was_measured() -> None:
    text = DOCUMENT.read_text()
    lines = [line for line in text.splitlines() if re.match(r"\| \d+ to", line)]

    sizes = [tuple(map(int, re.findall(r"\d+", line)[:2])) for line in lines]

    assert [re.findall(SHARES, line) for line in lines] == measured()
    (of_estimates,) = (line for line in text.splitlines() if line.startswith("| Estimates"))
    assert re.findall(SHARES, of_estimates) == measured_of_estimates()
    assert sizes == [(row.least, row.most) for row in attack_rows()]


def test_estimates_were_attacked_often_enough_to_be_stated() -> None:
    assert [each.unknown for each in estimate_attack_results()] == [1, 5]
    assert all(each.attempts >= 100 for each in estimate_attack_results())


def test_what_the_words_say_of_the_numbers_holds() -> None:
    """Of one person it is almost always the highest score, of five never another."""
    low = {
        unknown: max(
            each.attempts_with_a_low_score_pinned
            for each in attack_results()
            if each.unknown == unknown
        )
        for unknown in (1, 5)
    }

    assert low[1] < 0.01
    assert low[5] == 0


@pytest.mark.parametrize(
    ("language", "batch", "colleagues", "answers"),
    [
        ("id", "kelompok dari paling sedikit 10", "saling memperlihatkan angkanya", "tersegel"),
        ("en", "in groups of at least 10", "show each other their own figures", "is sealed until"),
    ],
)
def test_the_methodology_says_what_remains_possible(
    read: Read, *, language: str, batch: str, colleagues: str, answers: str
) -> None:
    page = " ".join(
        read(f"/methodology?lang={language}").replace("\N{NO-BREAK SPACE}", " ").split()
    )
    section = page.partition('id="tetap-mungkin"')[2].partition("<h2")[0]

    assert batch in section
    assert colleagues in section
    assert answers in section
    assert 'href="/privacy"' in section


def test_no_page_says_that_a_release_is_refused(read: Read) -> None:
    """What cannot be shown is withheld; everything else goes out."""
    assert "terbitan ditolak" not in read("/methodology")
    assert "menolak terbitan" not in read("/methodology")
