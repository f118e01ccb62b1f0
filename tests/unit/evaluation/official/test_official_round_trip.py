"""What is written in the official layout is read again, whatever people wrote."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.evaluation.official.domain import FilePlace, OfficialPerson, OfficialPlan
from portal.evaluation.official.exporting import rows_of
from portal.evaluation.official.forms_known import Form, form_of
from portal.evaluation.official.heads import people_of, period_of
from portal.evaluation.official.merging import merged, shown_target_of
from portal.evaluation.official.plan_file import read_plan_file
from portal.evaluation.official.plan_rows import COLUMNS, HEADINGS, read_row
from portal.evaluation.official.sheet_plans import plans_on_sheets
from portal.evaluation.official.table_file import workbook_of
from portal.evaluation.official.targets import read_target
from portal.evaluation.official_forms.evaluation_layout import (
    DocumentValues,
    PeriodValues,
    document_form,
    periodic_form,
)
from portal.evaluation.official_forms.plan_layout import FormHead, plan_forms
from portal.evaluation.plans.domain import (
    AppendixKind,
    Approach,
    BehaviourValue,
    Indicator,
    Result,
)
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.extracting import extract, extract_sheets
from portal.storage.spreadsheets.writing import WrittenSheet, write_workbook
from tests.examples import examples

CASES = Path(__file__).parents[3] / "cases" / "official"
NUMBER = "199105172015032903"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
# Headings of this form and of others: people call results and posts like them.
HEADINGS_OF_FORMS = (
    "Kegiatan tugas jabatan",
    "Tugas jabatan",
    "Penilaian prestasi kerja",
    "Reviu oleh pengelola kinerja",
    "Rencana kinerja atasan langsung",
    "Realisasi anggaran",
    "Rencana aksi",
    "Evaluasi kinerja pegawai",
    "Perspektif",
    "Kegiatan harian pada tanggal merah",
)


def is_text(text: str) -> bool:
    """Whether somebody could mean it: not blank."""
    return text.strip(" :-\u2013'\u00a0").strip() != ""


# Words as people write them, with what spreadsheets and forms might take for something else.
LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"
)
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=30),
    st.sampled_from(
        ["=1+1", "'=1", "+62 21", "-5 %", "@a", "1.200 berkas", "A. UTAMA", "(1)", "9"]
    ),
    st.sampled_from(HEADINGS_OF_FORMS),
).filter(is_text)
NUMBERS = st.decimals(min_value=1, max_value=10**6, places=2)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    is_text = draw(st.booleans())
    direction = draw(st.sampled_from(Direction))
    return Indicator(
        id=0,
        key=0,
        text=draw(WORDS),
        aspect=draw(st.sampled_from(Aspect)),
        direction=direction,
        target=None if is_text else draw(NUMBERS),
        unit="" if is_text else draw(st.sampled_from(["", "%", "berkas", "hari kerja", "2 x"])),
        target_text=draw(WORDS).strip() if is_text else "",
        method=draw(WORDS),
        source=draw(WORDS),
        weight=None if is_text else draw(st.integers(0, 100)),
    )


@st.composite
def results(draw: st.DrawFn) -> tuple[Result, ...]:
    found = []
    key = 0
    for number in range(1, draw(st.integers(1, 4)) + 1):
        own = []
        for each in draw(st.lists(indicators(), min_size=1, max_size=3)):
            key += 1
            own.append(replace(each, key=key))
        kind = draw(st.sampled_from(ResultKind))
        serves = draw(st.one_of(st.just(""), WORDS))
        found.append(
            Result(0, number, kind, draw(WORDS), serves_text=serves, indicators=tuple(own))
        )
    return tuple(sorted(found, key=lambda each: each.kind, reverse=True))


def official(held: Sequence[Result], approach: Approach = Approach.QUANTITATIVE) -> OfficialPlan:
    from portal.evaluation.official.exporting import _result

    return OfficialPlan(
        FilePlace(0),
        NUMBER,
        "LESTARI CONTOH, S.Sos.",
        FIRST,
        LAST,
        approach,
        results=tuple(_result(each, {}) for each in held),
    )


def head(*, is_head: bool = False) -> FormHead:
    person = OfficialPerson(
        "LESTARI CONTOH, S.Sos.", NUMBER, "Penata (III/c)", "Pengelola", "Loket"
    )
    appraiser = OfficialPerson("WALI KOTA CONTOH", "", "", "Wali Kota", "Kota Contoh")
    return FormHead(
        "PEMERINTAH KOTA CONTOH",
        "Kota Contoh",
        FIRST,
        LAST,
        person,
        appraiser,
        date(2026, 1, 5),
        is_head,
    )


def read_again(sheets: Sequence[WrittenSheet]) -> OfficialPlan:
    found = plans_on_sheets(extract_sheets(write_workbook(sheets)))
    assert found.faults == ()
    (plan,) = found.plans
    return plan


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(held=results(), is_head=st.booleans())
def test_a_form_that_is_read_again_changes_nothing(held: tuple[Result, ...], is_head: bool) -> None:
    plan = read_again(plan_forms(official(held), head(is_head=is_head)))

    assert (plan.number, plan.starts_on, plan.ends_on) == (NUMBER, FIRST, LAST)
    assert merged(held, plan.results).changes == ()
    assert merged(held, plan.results).kept == 0


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(held=results())
def test_a_table_that_is_read_again_changes_nothing(held: tuple[Result, ...]) -> None:
    from portal.evaluation.official.plan_file import _of_table

    content = workbook_of("SKP", tuple(HEADINGS.values()), rows=rows_of(official(held)))
    file = _of_table(extract(content, COLUMNS))

    assert file.faults == ()
    (plan,) = file.plans
    assert merged(held, plan.results).changes == ()
    assert merged(held, plan.results).kept == 0


@settings(max_examples=examples(100), deadline=None)
@given(value=NUMBERS, unit=st.sampled_from(["", "%", "berkas"]), lower=st.booleans())
def test_a_target_is_read_as_it_is_written(value: Decimal, unit: str, lower: bool) -> None:
    direction = Direction.LOWER if lower else Direction.HIGHER
    held = Indicator(0, 1, "x", Aspect.TIME, direction, value, unit, "", "", "", None)
    read = read_target(shown_target_of(held))

    assert (read.value, read.unit) == (value, unit)
    assert (read.direction is Direction.LOWER) is lower


def test_a_qualitative_plan_annex_and_expectations_are_read_again() -> None:
    measure = Indicator(
        0, 1, "95 % berkas selesai", Aspect.QUANTITY, Direction.HIGHER, None, "", "", "", "", None
    )
    held = (
        Result(0, 1, ResultKind.MAIN, "Loket tertib", assigned_by="Kabid", indicators=(measure,)),
        Result(0, 2, ResultKind.ADDITIONAL, "Arsip rapi", indicators=(replace(measure, key=2),)),
    )
    written = replace(
        official(held, Approach.QUALITATIVE),
        expectations={BehaviourValue.SERVICE: "Menyapa", BehaviourValue.LOYAL: "Hadir"},
        appendix={AppendixKind.RESOURCES: "Dua komputer\nSatu petugas"},
    )

    plan = read_again(plan_forms(written, head()))

    assert merged(held, plan.results).changes == ()
    assert plan.approach is Approach.QUALITATIVE
    assert (plan.expectations, plan.appendix) == (written.expectations, written.appendix)


def test_the_example_is_written_as_it_was_read() -> None:
    before = read_plan_file((CASES / "rencana-skp-kuantitatif.xlsx").read_bytes()).plans[0]

    after = read_again(plan_forms(before, head()))

    assert replace(after, place=before.place, name=before.name) == before


@pytest.mark.parametrize("is_head", [False, True])
def test_an_evaluation_has_the_columns_and_blocks_of_the_example(is_head: bool) -> None:
    before = read_plan_file((CASES / "rencana-skp-kuantitatif.xlsx").read_bytes()).plans[0]
    values = PeriodValues(
        3,
        "Baik",
        ((("314 berkas", "Lanjutkan"), ("1,1 %", "Baik"), ("96 %", "Di atas target")),),
        {BehaviourValue.SERVICE: "Ramah"},
        "Sesuai ekspektasi",
        "Sesuai ekspektasi",
        "Baik",
    )

    sheet = periodic_form(before, head(is_head=is_head), values=values)
    (grid,) = extract_sheets(write_workbook([sheet])).grids

    texts = [cell for row in grid.rows for cell in row.cells if cell]
    (example,) = extract_sheets((CASES / "evaluasi-kinerja-periodik.xlsx").read_bytes()).grids
    assert form_of(grid) is form_of(example) is Form.PERIODIC
    assert period_of(grid) == (FIRST, LAST)
    assert people_of(grid)[0].number == NUMBER
    for text in (
        "PERIODE: TRIWULAN III",
        "CAPAIAN KINERJA ORGANISASI*: BAIK",
        "REALISASI BERDASARKAN BUKTI DUKUNG",
        "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG",
        "314 berkas",
        "Di atas target",
        "RATING HASIL KERJA*: SESUAI EKSPEKTASI",
        "RATING PERILAKU KERJA*: SESUAI EKSPEKTASI",
        "PREDIKAT KINERJA PEGAWAI*: BAIK",
        "(8)",
        "Ramah",
    ):
        assert text in texts
    if not is_head:
        own = {
            cell
            for row in example.rows
            for cell in row.cells
            if cell.isupper() and not cell.startswith(("NIP ", "POLA DISTRIBUSI"))
        }
        assert {each for each in own if "CONTOH" not in each and "PERIODE PENI" not in each} - set(
            texts
        ) == {"UNIT KERJA"} - set(texts)


def test_the_document_has_its_five_boxes_and_two_days() -> None:
    values = DocumentValues(
        OfficialPerson("RATNA CONTOH"), "Baik", "Baik", "", date(2026, 10, 5), date(2026, 10, 6)
    )
    (grid,) = extract_sheets(
        write_workbook([document_form(head(), values=values, quarter=None)])
    ).grids

    texts = [cell for row in grid.rows for cell in row.cells if cell]
    assert form_of(grid) is Form.DOCUMENT
    assert "PERIODE: AKHIR" in texts
    assert [each for each in texts if each in {"1", "2", "3", "4", "5"}] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    assert {"Kota Contoh, 5 Oktober 2026", "Kota Contoh, 6 Oktober 2026"} <= set(texts)


def test_every_cell_of_a_workbook_is_a_text_and_no_formula() -> None:
    content = write_workbook([WrittenSheet("a", [["=1+1", "'=2", "@x", "-1"]])])
    (grid,) = extract_sheets(content).grids

    assert grid.rows[0].cells == ["=1+1", "'=2", "@x", "-1"]
    assert b"<f>" not in content
    assert callable(read_row)


@pytest.mark.parametrize("words", HEADINGS_OF_FORMS)
@pytest.mark.parametrize("approach", Approach)
def test_a_plan_is_read_again_whatever_its_results_and_post_are_called(
    words: str, approach: Approach
) -> None:
    measure = Indicator(
        0, 1, words, Aspect.QUANTITY, Direction.HIGHER, None, "", "95 % berkas", "", "", None
    )
    held = (Result(0, 1, ResultKind.MAIN, words, serves_text=words, indicators=(measure,)),)
    around = head()
    around = replace(around, person=replace(around.person, post=words, unit=words))

    plan = read_again(plan_forms(official(held, approach), around))

    assert merged(held, plan.results).changes == ()
    assert plan.approach is approach
