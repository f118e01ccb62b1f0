"""An evaluation in the official form says the same when it is read again, whatever was written."""

import pickle
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.evaluation.official.domain import GUIDES, LEVELS, PREDICATES, OfficialPerson
from portal.evaluation.official_forms import pdf_program
from portal.evaluation.official_forms.curve import CURVES, MARKS, heights_of
from portal.evaluation.official_forms.evaluation_layout import (
    DocumentValues,
    PeriodValues,
    document_form,
    period_name,
    periodic_form,
)
from portal.evaluation.official_forms.pdf_drawing import forms_pdf
from portal.evaluation.official_forms.plan_layout import plan_forms
from portal.evaluation.official_forms.printing import FormsNotDrawn, printed_forms
from portal.evaluation.official_forms.reading_back import evaluation_on
from portal.evaluation.official_forms.wanted import (
    FormsToPrint,
    WantedForm,
    WantedKind,
    wanted_of,
)
from portal.evaluation.peer_feedback import labels
from portal.evaluation.plans.domain import Approach, BehaviourValue, Indicator, Result
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.extracting import extract_sheets
from portal.storage.spreadsheets.writing import WrittenSheet, write_workbook
from tests.examples import examples
from tests.unit.evaluation.official.test_official_round_trip import WORDS, head, official, results

TEXTS = st.one_of(st.just(""), WORDS.map(str.strip))


@st.composite
def evaluations(draw: st.DrawFn) -> tuple[tuple[Result, ...], PeriodValues]:
    held = draw(results())
    told = tuple(tuple((draw(TEXTS), draw(TEXTS)) for _ in each.indicators) for each in held)
    values = PeriodValues(
        draw(st.sampled_from([None, 1, 2, 3, 4, 7])),
        draw(st.sampled_from(["", *("Istimewa", "Baik", "Sangat kurang")])),
        told,
        {value: text for value in BehaviourValue if (text := draw(TEXTS))},
        draw(st.sampled_from(["", *LEVELS.values()])),
        draw(st.sampled_from(["", *LEVELS.values()])),
        draw(st.sampled_from(["", *PREDICATES.values()])),
    )
    return held, values


def plain(told: Sequence[Sequence[tuple[str, str]]]) -> list[list[tuple[str, ...]]]:
    """Return cells without what no spreadsheet keeps: blanks at the ends."""
    return [[tuple(each.strip() for each in cell) for cell in row] for row in told]


@settings(max_examples=examples(120), deadline=None, suppress_health_check=list(HealthCheck))
@given(case=evaluations(), is_head=st.booleans())
def test_what_was_reached_and_answered_is_read_again(
    case: tuple[tuple[Result, ...], PeriodValues], is_head: bool
) -> None:
    held, values = case

    sheet = periodic_form(official(held), head(is_head=is_head), values=values)
    (grid,) = extract_sheets(write_workbook([sheet])).grids
    read = evaluation_on(grid).values

    assert plain(read.realised) == plain(values.realised)
    assert read.feedback == values.feedback
    assert read.quarter == values.quarter
    assert read.organisation == values.organisation.upper()
    assert (read.result_level, read.behaviour_level, read.predicate) == (
        values.result_level.upper(),
        values.behaviour_level.upper(),
        values.predicate.upper(),
    )


def test_the_curve_has_its_peak_over_the_mark_of_the_organisation() -> None:
    peaks = {word: heights.index(max(heights)) for word, heights in CURVES.items()}

    assert peaks == {
        "SANGATKURANG": 0,
        "KURANG": 1,
        "BUTUHPERBAIKAN": 2,
        "BAIK": 3,
        "ISTIMEWA": 4,
    }
    assert all(len(each) == len(MARKS) for each in CURVES.values())
    assert heights_of("butuh perbaikan") == CURVES["BUTUHPERBAIKAN"]
    assert heights_of("Cukup") == heights_of("") == ()


def test_guides_are_those_of_the_colleagues_form() -> None:
    assert {each: tuple(map(_said, labels.GUIDES[each])) for each in BehaviourValue} == GUIDES


def _said(lazy: Any) -> str:
    text = lazy._args[0]
    assert isinstance(text, str)
    return text


def test_a_period_that_is_no_quarter_has_a_name() -> None:
    assert [period_name(each) for each in (1, 4, 5, None)] == [
        "TRIWULAN I",
        "TRIWULAN IV",
        "PERIODE 5",
        "AKHIR",
    ]


@pytest.mark.parametrize("text", ["", "skp-1", "evaluasi", "evaluasi-", "evaluasi-x", "rekap"])
def test_a_form_that_nobody_knows_is_none(text: str) -> None:
    assert wanted_of(text) is None


def test_a_choice_and_its_form_say_the_same() -> None:
    assert wanted_of("evaluasi-3") == WantedForm(WantedKind.QUARTER, 3)
    assert wanted_of("evaluasi-tahun") == WantedForm(WantedKind.YEAR)
    assert wanted_of("skp") == WantedForm(WantedKind.PLAN)


def kinds_in(pdf: bytes) -> list[str]:
    def walk(node: Any) -> list[str]:
        found = []
        for child in node if isinstance(node, pikepdf.Array) else [node]:
            if isinstance(child, pikepdf.Dictionary):
                found += [str(child["/S"])] if "/S" in child else []
                found += walk(child["/K"]) if "/K" in child else []
        return found

    with pikepdf.open(BytesIO(pdf)) as document:
        return walk(document.Root["/StructTreeRoot"]["/K"])


def words_in(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def to_print(*sheets: WrittenSheet, is_demo: bool = False) -> FormsToPrint:
    title, city = "Evaluasi Kinerja Pegawai", "PEMERINTAH KOTA CONTOH"
    made = "Dibuat 2026-11-01 menurut aturan versi 3, siklus 2026."
    return FormsToPrint(title, city, date(2026, 11, 1), sheets, made, is_demo)


@pytest.fixture(scope="module")
def drawn() -> bytes:
    measure = Indicator(
        0, 1, "Jumlah", Aspect.QUANTITY, Direction.HIGHER, Decimal(95), "%", "", "x", "x", 100
    )
    plan = official((Result(0, 1, ResultKind.MAIN, "Berkas selesai", indicators=(measure,)),))
    values = PeriodValues(3, "Baik", ((("96 %", "Lanjutkan"),),), {}, "Sesuai ekspektasi")
    document = DocumentValues(OfficialPerson("RATNA CONTOH"), "Baik", "")
    return forms_pdf(
        to_print(
            document_form(head(), values=document, quarter=3),
            periodic_form(plan, head(), values=values),
            is_demo=True,
        )
    )


def test_a_pdf_has_a_language_headings_tables_and_nobodys_name_in_its_title(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(drawn)) as document:
        assert document.Root["/Lang"] == "id"
        assert document.Root["/MarkInfo"]["/Marked"]
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Evaluasi Kinerja Pegawai"
    kinds = kinds_in(drawn)
    assert kinds.count("/H1") == 2
    assert kinds.count("/H2") >= 2
    assert kinds.count("/Table") >= 4
    assert kinds.count("/TH") > 8


def test_a_pdf_says_what_the_workbook_says(drawn: bytes) -> None:
    words = words_in(drawn)

    for text in ("TRIWULAN III", "RATING HASIL KERJA*: SESUAI EKSPEKTASI", "LESTARI CONTOH"):
        assert text in words
    assert all(mark in words for mark in MARKS)
    assert "DATA CONTOH" in words
    # Below each page, and in no cell.
    assert words.count("Dibuat 2026-11-01 menurut aturan versi 3, siklus 2026.") >= 2


def test_the_program_of_its_own_draws_the_same_and_a_failing_one_says_nothing() -> None:
    sheets = plan_forms(official((), Approach.QUALITATIVE), head())

    assert printed_forms(to_print(*sheets)) == forms_pdf(to_print(*sheets))
    with pytest.raises(FormsNotDrawn) as failed:
        printed_forms(to_print(*sheets), program="portal.no_such_program")
    assert "LESTARI" not in str(failed.value)


def test_a_qualitative_evaluation_keeps_each_measure_beside_what_was_reached() -> None:
    plan = official((), Approach.QUALITATIVE)
    values = PeriodValues(1)
    (grid,) = extract_sheets(write_workbook([periodic_form(plan, head(), values=values)])).grids

    texts = [cell for row in grid.rows for cell in row.cells if cell]
    assert "PENDEKATAN HASIL KERJA KUALITATIF" in texts
    assert "ASPEK" not in texts


def test_the_program_writes_what_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = to_print(*plan_forms(official((), Approach.QUALITATIVE), head()))
    given, written = BytesIO(pickle.dumps(forms)), BytesIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=given))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=written))

    pdf_program.main()

    assert written.getvalue() == forms_pdf(forms)
