"""What was reached, read from the official form of a quarter as it was written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.evaluation.official.domain import FilePlace, OfficialFault, text_key
from portal.evaluation.official_forms.evaluation_layout import PeriodValues, periodic_form
from portal.evaluation.official_forms.plan_layout import plan_forms
from portal.evaluation.official_forms.realised_text import value_text
from portal.evaluation.official_realisations.domain import (
    Reached,
    ReachedLine,
    quarter_in,
    reached,
)
from portal.evaluation.official_realisations.form_sheets import reached_on_sheets
from portal.evaluation.official_realisations.reached_file import read_reached_file
from portal.evaluation.plans.domain import Approach, Indicator, Result
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.extracting import extract_sheets
from portal.storage.spreadsheets.table import TableFaultKind
from portal.storage.spreadsheets.writing import WrittenSheet, write_workbook
from tests.examples import examples
from tests.unit.evaluation.official.test_official_round_trip import CASES, head, official, results

LINK = "https://drive.example/berkas"
WORDS = st.sampled_from(["", "Sistem baru", "62 dari 90 berkas\nsisanya menyusul", "-", "=1+1"])


def sheets_of(*written: WrittenSheet) -> bytes:
    return write_workbook(list(written))


def form(held: tuple[Result, ...], cells: list[list[str]], approach: Approach) -> WrittenSheet:
    told = [[(cell, "") for cell in row] for row in cells]
    plan = official(held, approach)
    return periodic_form(plan, head(is_head=False), values=PeriodValues(3, realised=told))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(held=results(), data=st.data(), approach=st.sampled_from(Approach))
def test_each_cell_of_a_form_is_found_beside_its_indicator(
    held: tuple[Result, ...], data: st.DataObject, approach: Approach
) -> None:
    if approach is Approach.QUALITATIVE:
        # In blocks a measure is a line of its own, and its words are those of one line.
        held = tuple(
            replace(
                each,
                text=f"Hasil {at}",
                indicators=tuple(
                    replace(one, text=f"Ukuran {at} {key}")
                    for key, one in enumerate(each.indicators)
                ),
            )
            for at, each in enumerate(held)
        )
    cells = [[data.draw(WORDS) for _ in each.indicators] for each in held]

    read = reached_on_sheets(extract_sheets(sheets_of(form(held, cells, approach))))

    assert read.faults == ()
    expected = [
        (text_key(each.text), text_key(one.text), "" if cell == "-" else cell)
        for each, row in zip(held, cells, strict=True)
        for one, cell in zip(each.indicators, row, strict=True)
    ]
    found = [(text_key(each.result), text_key(each.indicator), each.cell) for each in read.lines]
    assert found == expected
    assert {(each.period, each.is_form) for each in read.lines} == {(3, True)}


def line(cell: str) -> ReachedLine:
    place = FilePlace(9, "EVALUASI")
    return ReachedLine(place, "", 3, RESULT.text, INDICATOR.text, cell, is_form=True)


INDICATOR = Indicator(
    id=0,
    key=1,
    text="Jumlah berkas",
    aspect=Aspect.QUANTITY,
    direction=Direction.HIGHER,
    target=Decimal(90),
    unit="berkas",
    target_text="",
    method="dihitung",
    source="register",
    weight=100,
)
RESULT = Result(0, 1, ResultKind.MAIN, "Berkas selesai", indicators=(INDICATOR,))
TEXT = replace(INDICATOR, target=None, target_text="Layanan membaik")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("62 berkas", Reached(Decimal(62))),
        ("62", Reached(Decimal(62))),
        ("1.062,5 Berkas\nSistem baru", Reached(Decimal("1062.5"), "Sistem baru")),
        (f"62 berkas\nTautan: {LINK}", Reached(Decimal(62), "", (LINK,))),
        ("62 berkas\nAngka portal: Loket 1\nBerkas: laporan.pdf", Reached(Decimal(62))),
        # Not a number with the unit: the person takes it from the words.
        ("62 dari 90 berkas", Reached(None, "62 dari 90 berkas")),
        ("Tidak dapat diukur", Reached()),
        ("Tautan: http://drive.example", Reached(fault=OfficialFault.NOT_A_LINK)),
    ],
)
def test_a_cell_says_value_remark_and_links(cell: str, expected: Reached) -> None:
    assert reached(line(cell), INDICATOR) == expected


def test_a_result_without_a_number_keeps_its_words() -> None:
    assert reached(line("62 berkas\nTim menilai baik"), TEXT) == Reached(
        None, "62 berkas\nTim menilai baik"
    )


@given(value=st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_value_that_the_form_writes_is_read_again(value: Decimal) -> None:
    assert reached(line(value_text(value, INDICATOR)), INDICATOR).value == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("TRIWULAN III", 3),
        ("III", 3),
        ("3", 3),
        ("TW 2", 2),
        ("PERIODE 5", 5),
        ("AKHIR", None),
        ("TRIWULAN I/II/III/IV-AKHIR", None),
        ("0", None),
        ("123", None),
    ],
)
def test_a_period_is_known_by_its_words(text: str, number: int | None) -> None:
    assert quarter_in(text) == number


def test_the_example_of_the_forms_is_read() -> None:
    found = read_reached_file((CASES / "evaluasi-kinerja-periodik.xlsx").read_bytes())

    assert found.lines
    assert {each.period for each in found.lines} == {3}
    assert {each.span for each in found.lines} == {(date(2026, 7, 1), date(2026, 9, 30))}


def test_the_sheet_of_a_year_and_other_forms_are_named() -> None:
    values = PeriodValues(None, realised=[[("62 berkas", "")]])
    year = periodic_form(official((RESULT,)), head(is_head=False), values=values)
    plan = plan_forms(official((RESULT,)), head(is_head=False))

    found = read_reached_file(sheets_of(year, *plan))

    assert [each.kind for each in found.faults] == [OfficialFault.NOT_A_QUARTER]
    assert found.lines == ()


def test_other_files_are_refused_with_their_reason() -> None:
    kinds = [
        read_reached_file(content).faults[0].kind
        for content in (
            b"NIP;TAHUN;TRIWULAN\n1;2026;1",
            b"NIP;TAHUN;TRIWULAN;RENCANA HASIL KERJA;INDIKATOR;REALISASI\n",
            b"apa;saja\n1;2",
            b"\x00\x01",
            (CASES / "laporan-ekinerja.xlsx").read_bytes(),
        )
    ]
    assert kinds == [
        TableFaultKind.MISSING_COLUMN,
        TableFaultKind.EMPTY,
        TableFaultKind.NO_HEADING,
        TableFaultKind.NOT_TEXT,
        OfficialFault.OTHER_FORM,
    ]
