"""What a file of the official record gets wrong is said by row and word, and the rest is read."""

import pytest

from portal.evaluation.official.activity_rows import read_activity_file
from portal.evaluation.official.domain import OfficialFault
from portal.evaluation.official.heads import people_of, period_of
from portal.evaluation.official.plan_file import PlanFile, read_plan_file
from portal.evaluation.official.plan_report import plans_of_report
from portal.evaluation.official.plan_sheets import annex_number, annex_on
from portal.evaluation.official.spans import NotADay, read_span
from portal.evaluation.official.targets import Target, read_target
from portal.storage.spreadsheets.table import TableFaultKind
from tests.unit.evaluation.official.test_official_plans import grid

NIP = "199105172015032903"
REPORT = "NIP | NAMA | PERIODE AWAL | PERIODE AKHIR | SKP ID"
PLAN = "NIP;RENCANA HASIL KERJA;INDIKATOR;TARGET;ASPEK;PERIODE AWAL;TRIWULAN I;TRIWULAN II"


def table(*rows: str, head: str) -> PlanFile:
    return read_plan_file("\n".join((head, *rows)).encode())


def test_a_report_refuses_a_row_by_its_number_or_days_and_reads_the_others() -> None:
    report = grid(
        REPORT,
        f"{NIP} | Ayu | 2026-01-01 | 2026-12-31 | A-1",
        "tanpa | Budi | 2026-01-01 | 2026-12-31 | A-2",
        f"{NIP} | Ayu | 2026-13-01 | 2026-12-31 | A-3",
        sheet="Laporan",
    )

    plans, faults = plans_of_report(report)

    assert [each.official_number for each in plans] == ["A-1"]
    assert [(each.line, each.kind, each.sheet) for each in faults] == [
        (3, OfficialFault.NOT_A_STAFF_NUMBER, "Laporan"),
        (4, OfficialFault.NOT_A_DATE, "Laporan"),
    ]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (f"{NIP};Hasil;Satu;1;Warna;;;", OfficialFault.UNKNOWN_WORD),
        (f"{NIP};Hasil;Satu;1;Kuantitas;2026-02-30;;", OfficialFault.NOT_A_DATE),
        (f"{NIP};Hasil;Satu;1;Kuantitas;;10;20", OfficialFault.MISSING_VALUE),
    ],
)
def test_a_wrong_cell_of_a_plan_is_named(row: str, kind: OfficialFault) -> None:
    good = "198003142005011901;Hasil;Satu;1;Kuantitas;;;"

    file = table(row, good, head=PLAN)

    assert [(each.line, each.kind) for each in file.faults] == [(2, kind)]
    assert [each.number for each in file.plans] == ["198003142005011901"]


@pytest.mark.parametrize(
    "text", ["1 JANUARI SD 31 DESEMBER", "31 FEBRUARI SD 31 DESEMBER 2026", "2 MEI SD 1 MEI 2026"]
)
def test_a_span_without_a_year_or_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_span(text)


def test_a_target_with_a_unit_longer_than_any_stays_in_its_words() -> None:
    words = "12 " + "berkas permohonan " * 9

    assert read_target(words) == Target(text=words.strip())


def test_a_form_without_a_period_or_number_says_none() -> None:
    form = grid("SASARAN KINERJA PEGAWAI", "HASIL KERJA UTAMA")

    assert period_of(form) is None
    assert annex_number(form) == ""
    assert annex_on(form) == {}


def test_a_line_between_the_blocks_that_names_nothing_is_passed_over() -> None:
    form = grid(
        "PEGAWAI YANG DINILAI | | PEJABAT PENILAI KINERJA |",
        "catatan kantor | | |",
        "NAMA | Ayu | NAMA | Budi",
        "HASIL KERJA | | |",
        "NAMA | Citra | NAMA | Dewi",
    )

    person, appraiser = people_of(form)

    assert (person.name, appraiser.name) == ("Ayu", "Budi")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 rencana", TableFaultKind.OTHER_FORMAT),
        (b"satu,dua\n1,2\n", TableFaultKind.NO_HEADING),
    ],
)
def test_a_file_that_holds_no_plan_at_all_is_refused_as_a_whole(
    content: bytes, kind: TableFaultKind
) -> None:
    file = read_plan_file(content)

    assert [each.kind for each in file.faults] == [kind]
    assert file.plans == ()


ACTIVITIES = "NIP;Tanggal;Kegiatan;Realisasi;Satuan;Link"


@pytest.mark.parametrize(
    ("row", "column", "kind"),
    [
        ("tanpa;2026-11-02;Melayani;3;Berkas;", "number", OfficialFault.NOT_A_STAFF_NUMBER),
        (
            f"{NIP};2026-11-02;Melayani;3;Berkas;ftp://contoh.invalid",
            "link",
            OfficialFault.NOT_A_LINK,
        ),
        (f"{NIP};2026-02-30;Melayani;3;Berkas;", "done_on", OfficialFault.NOT_A_DATE),
        (f"{NIP};2026-11-02;Melayani;tiga;Berkas;", "amount", OfficialFault.NOT_A_NUMBER),
        (f"{NIP};2026-11-02;;3;Berkas;", "text", OfficialFault.MISSING_VALUE),
    ],
)
def test_a_wrong_cell_of_daily_progress_is_named(
    row: str, column: str, kind: OfficialFault
) -> None:
    good = f"{NIP};2026-11-03;Melayani;3;Berkas;https://contoh.invalid/1"

    file = read_activity_file("\n".join((ACTIVITIES, row, good)).encode())

    assert [(each.line, each.kind) for each in file.faults] == [(2, kind)], column
    assert [each.line for each in file.rows] == [3]
