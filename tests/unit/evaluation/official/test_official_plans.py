"""Plans in files of the official record: forms by their content, tables row by row, reports."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal.evaluation.official.domain import OfficialFault, aspect_of, group_of, key, value_of
from portal.evaluation.official.forms_known import Form, form_of
from portal.evaluation.official.heads import people_of, period_of
from portal.evaluation.official.plan_file import PlanFile, read_plan_file
from portal.evaluation.official.plan_sheets import plan_on
from portal.evaluation.official.spans import NotADay, read_day, read_span, written_span
from portal.evaluation.official.targets import Target, read_target, written
from portal.evaluation.plans.domain import AppendixKind, Approach, BehaviourValue
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.table import Grid, GridRow

CASES = Path(__file__).parents[3] / "cases" / "official"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LESTARI, RATNA = "199105172015032903", "198003142005011901"


def case(name: str) -> PlanFile:
    return read_plan_file((CASES / name).read_bytes())


def table(*rows: str, head: str = "NIP;RENCANA HASIL KERJA;INDIKATOR;TARGET;BOBOT") -> PlanFile:
    return read_plan_file("\n".join((head, *rows)).encode())


def grid(*lines: str, sheet: str = "SKP") -> Grid:
    """Return a sheet; cells are parted by bars."""
    rows = [
        GridRow(at, [cell.strip() for cell in line.split("|")])
        for at, line in enumerate(lines, start=1)
        if line
    ]
    return Grid(rows, sheet)


def test_reads_the_example_of_a_quantitative_plan_with_its_annex() -> None:
    file = case("rencana-skp-kuantitatif.xlsx")

    plan, head = file.plans
    assert file.faults == ()
    assert (plan.number, plan.starts_on, plan.ends_on) == (LESTARI, FIRST, LAST)
    assert plan.approach is Approach.QUANTITATIVE
    assert [(each.kind, len(each.indicators)) for each in plan.results] == [
        (ResultKind.MAIN, 3),
        (ResultKind.MAIN, 1),
        (ResultKind.ADDITIONAL, 1),
    ]
    assert [each.target for each in plan.results[0].indicators] == [
        "1.200 berkas",
        "<= 2 %",
        "95 %",
    ]
    assert [each.aspect for each in plan.results[0].indicators] == [
        Aspect.QUANTITY,
        Aspect.QUALITY,
        Aspect.TIME,
    ]
    assert plan.results[0].serves == "Meningkatnya mutu layanan pendaftaran penduduk (contoh)"
    assert plan.results[2].serves is None
    assert plan.expectations == {BehaviourValue.SERVICE: "Menyapa dalam satu menit (contoh)"}
    assert plan.appendix[AppendixKind.RESOURCES] == (
        "Dua komputer loket (contoh)\nSatu petugas pengganti tiap Jumat (contoh)"
    )
    assert set(plan.appendix) == set(AppendixKind)
    assert (head.number, len(head.results), head.appendix) == (RATNA, 4, {})
    assert head.results[0].indicators[0].target == "3,40"


def test_an_evaluation_is_no_plan_and_is_named() -> None:
    file = case("evaluasi-kinerja-periodik.xlsx")

    assert file.plans == ()
    assert [(each.kind, each.detail) for each in file.faults] == [
        (OfficialFault.OTHER_FORM, Form.PERIODIC)
    ]


@pytest.mark.parametrize("name", ["progres-harian.xlsx", "staff-export-reporting-lines.xlsx"])
def test_other_examples_hold_no_plan_and_every_sheet_is_named(name: str) -> None:
    file = case(name)

    assert file.plans == ()
    assert {each.kind for each in file.faults} <= {
        OfficialFault.OTHER_FORM,
        OfficialFault.UNKNOWN_FORM,
    }
    assert len({each.sheet for each in file.faults}) == len(file.faults) >= 3


def test_reads_the_numbers_of_plans_from_the_national_report_without_acting_posts() -> None:
    file = case("laporan-ekinerja.xlsx")

    assert file.faults == ()
    assert [
        (each.number, each.official_number, each.ends_on)
        for each in file.plans
        if each.number == LESTARI
    ] == [
        (LESTARI, "skp-903", date(2026, 8, 31)),
        (LESTARI, "skp-903", date(2026, 12, 31)),
    ]
    assert len([each for each in file.plans if each.official_number == "skp-902"]) == 1
    assert all(not each.results for each in file.plans)


def test_reads_the_numbers_of_plans_from_the_report_of_results_as_csv() -> None:
    file = case("laporan-penilaian.csv")

    assert [each.official_number for each in file.plans] == [
        "skp-902",
        "skp-903",
        "skp-904",
        "skp-905",
    ]


def test_a_row_without_a_number_belongs_to_the_person_and_result_above() -> None:
    file = table(f"{LESTARI};Hasil;Satu;1.200 berkas;60", ";;Dua;95 %;40", ";Lain;Tiga;5 kali;")

    (plan,) = file.plans
    assert [[one.text for one in each.indicators] for each in plan.results] == [
        ["Satu", "Dua"],
        ["Tiga"],
    ]
    assert [one.weight for one in plan.results[0].indicators] == [60, 40]


def test_a_wrong_row_holds_back_its_person_and_nobody_else() -> None:
    file = table(
        f"{LESTARI};Hasil;Satu;1 berkas;60", f"{RATNA};Hasil;Satu;1;x", f"{RATNA};Hasil;Dua;1;1"
    )

    assert [each.number for each in file.plans] == [LESTARI]
    assert [(each.line, each.column, each.kind) for each in file.faults] == [
        (3, "BOBOT", OfficialFault.NOT_A_NUMBER)
    ]


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        (";Hasil;Satu;1;", OfficialFault.NUMBER_MISSING, "NIP"),
        ("1.99E+17;Hasil;Satu;1;", OfficialFault.NUMBER_LOST_DIGITS, "NIP"),
        ("199105172015032000;Hasil;Satu;1;", OfficialFault.NUMBER_LOST_DIGITS, "NIP"),
        ("tanpa;Hasil;Satu;1;", OfficialFault.NOT_A_STAFF_NUMBER, "NIP"),
        (f"{LESTARI};;Satu;1;", OfficialFault.NO_RESULT_ABOVE, "RENCANA HASIL KERJA"),
        (f"{LESTARI};Hasil;Satu;1;101", OfficialFault.NOT_A_NUMBER, "BOBOT"),
        (f"{LESTARI};{'H' * 1001};Satu;1;1", OfficialFault.TOO_LONG, "RENCANA HASIL KERJA"),
        (f"{LESTARI};Hasil;Satu;{'1' * 301};1", OfficialFault.TOO_LONG, "TARGET"),
    ],
)
def test_says_beside_the_row_what_is_wrong(row: str, kind: OfficialFault, column: str) -> None:
    file = table(row)

    assert file.plans == ()
    assert [(each.line, each.kind, each.column) for each in file.faults] == [(2, kind, column)]


def test_an_agencys_own_heading_is_read_when_somebody_said_what_it_means() -> None:
    head = "NIP;SASARAN;INDIKATOR;TARGET"
    row = f"{LESTARI};Hasil;Satu;1"
    assert table(row, head=head).plans == ()

    content = f"{head}\n{row}".encode()
    (plan,) = read_plan_file(content, meanings={"sasaran": "result"}).plans

    assert plan.results[0].text == "Hasil"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1.200 berkas", Target(Decimal(1200), "berkas")),
        ("95 %", Target(Decimal(95), "%")),
        ("<= 2 %", Target(Decimal(2), "%", Direction.LOWER)),
        ("3 hari kerja", Target(Decimal(3), "hari kerja")),
        ("1200 berkas", Target(Decimal(1200), "berkas", text="1200 berkas")),
        ("3,40", Target(Decimal("3.4"), text="3,40")),
        ("2-3 hari", Target(text="2-3 hari")),
        ("0 pengaduan", Target(text="0 pengaduan")),
        ("<= 0 pengaduan", Target(Decimal(0), "pengaduan", Direction.LOWER)),
        ("dokumen lengkap", Target(text="dokumen lengkap")),
    ],
)
def test_a_target_keeps_its_words_and_proposes_number_and_unit(text: str, target: Target) -> None:
    assert read_target(text) == target
    assert written(target) == text


@pytest.mark.parametrize(
    "text",
    [
        "PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN 2026",
        "PERIODE PENILAIAN : 1 Januari s.d. 31 Desember 2026",
        "1 JANUARI S.D 31 DESEMBER TAHUN 2026",
        "1 Januari 2026 s/d 31 Desember 2026",
        "1 Januari 2026 sampai dengan 31 Desember 2026",
        "01-01-2026 - 31-12-2026",
        "1 Januari - 31 Desember 2026",
        "TAHUN 2026",
    ],
)
def test_reads_the_spellings_of_a_period(text: str) -> None:
    assert read_span(text) == (FIRST, LAST)


def test_reads_the_other_names_of_months_and_writes_what_it_reads() -> None:
    assert read_span("1 Pebruari s.d. 30 Nopember 2026") == (date(2026, 2, 1), date(2026, 11, 30))
    assert read_span(written_span(date(2025, 7, 1), LAST)) == (date(2025, 7, 1), LAST)


@pytest.mark.parametrize(
    "text", ["", "TRIWULAN III", "31 Desember SD 1 Januari 2026", "31 Juni SD"]
)
def test_what_is_no_period_is_not_guessed(text: str) -> None:
    with pytest.raises(NotADay):
        read_span(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02",
        "02/11/2026",
        "2-11-2026",
        "2.11.2026",
        "2 November 2026",
        "2026-11-02 00:00:00",
    ],
)
def test_reads_the_spellings_of_a_day_with_the_day_first(text: str) -> None:
    assert read_day(text) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (("SASARAN KINERJA PEGAWAI", "PENDEKATAN HASIL KERJA KUALITATIF"), Form.PLAN_QUAL_STAFF),
        (
            ("SASARAN KINERJA PEGAWAI", "PENDEKATAN HASIL KERJA KUANTITATIF", "BAGI JPT"),
            Form.PLAN_QUANT_HEAD,
        ),
        (
            (
                "SASARAN KINERJA PEGAWAI",
                "PENDEKATAN HASIL KERJA KUANTITATIF",
                "BAGI JABATAN FUNGSIONAL UMUM",
            ),
            Form.PLAN_QUANT_STAFF,
        ),
        (
            ("SASARAN KINERJA PEGAWAI", "", "NO|RENCANA HASIL KERJA|INDIKATOR|TARGET|REALISASI"),
            Form.PERIODIC,
        ),
        (("SASARAN KINERJA PEGAWAI", "NO|KEGIATAN TUGAS JABATAN|AK"), Form.PP_46_2011),
        (
            ("SASARAN KINERJA PEGAWAI", "NO|RENCANA KINERJA|REVIU OLEH PENGELOLA KINERJA"),
            Form.PERMEN_8_2021,
        ),
        (("MATRIKS PEMBAGIAN PERAN DAN HASIL",), Form.ROLE_MATRIX),
        (("RENCANA AKSI", "No|Rencana Aksi|1|2"), Form.ACTION_PLAN),
        (("REKAMAN INFORMASI UMPAN BALIK BERKELANJUTAN",), Form.FEEDBACK_RECORD),
        (("HASIL EVALUASI KINERJA PEGAWAI",), Form.PERIODIC),
        (("DOKUMEN EVALUASI KINERJA PEGAWAI",), Form.DOCUMENT),
        (("DAFTAR HADIR",), None),
    ],
)
def test_knows_a_form_by_its_titles_and_heads(lines: tuple[str, ...], form: Form | None) -> None:
    assert form_of(grid(*lines)) is form


def test_group_a_of_the_older_generation_alone_proves_nothing() -> None:
    lines = (
        "SASARAN KINERJA PEGAWAI",
        "NO|RENCANA HASIL KERJA|INDIKATOR|TARGET",
        "A. KINERJA UTAMA",
    )

    assert form_of(grid(*lines)) is Form.PLAN_QUANT_STAFF


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A. UTAMA", ResultKind.MAIN),
        ("Utama", ResultKind.MAIN),
        ("A.UTAMA", ResultKind.MAIN),
        ("A. KINERJA UTAMA", ResultKind.MAIN),
        ("B. TAMBAHAN", ResultKind.ADDITIONAL),
        ("C. Tambahan", ResultKind.ADDITIONAL),
        ("B. INSTRUKSI KHUSUS PIMPINAN", ResultKind.ADDITIONAL),
        ("Utamakan berkas lama", None),
        ("", None),
    ],
)
def test_reads_the_spellings_of_a_group(text: str, kind: ResultKind | None) -> None:
    assert group_of(text) is kind


@pytest.mark.parametrize(
    "label",
    ["PANGKAT/GOL RUANG", "PANGKAT/ GOL. RUANG", "Pangkat / Gol.", "PANGKAT/GOL", "PANGKAT"],
)
@pytest.mark.parametrize("head", ["PEJABAT PENILAI KINERJA", "PEGAWAI YANG DINILAI"])
def test_the_right_block_is_the_appraisers_whatever_its_head_says(label: str, head: str) -> None:
    found = people_of(
        grid(
            f"NO|PEGAWAI YANG DINILAI||NO|{head}|",
            "1|NAMA|AYU CONTOH, S.Sos.|1|NAMA|:|BUDI CONTOH",
            "2|NI PPPK|1991|2|NIP|-",
            f"3|{label}|IX|3|{label}|Pembina (IV/a)",
            "4|PEKERJAAN||4|JABATAN|Kepala Bidang",
            "5|UNIT KERJA|Loket|5|INSTANSI|Kota Contoh",
            "HASIL KERJA",
            "1|NAMA|BUKAN ORANG",
        )
    )

    person, appraiser = found
    assert (person.name, person.number, person.rank) == ("AYU CONTOH, S.Sos.", "1991", "IX")
    assert (person.post, person.unit) == ("", "Loket")
    assert (appraiser.name, appraiser.number) == ("BUDI CONTOH", "")
    assert (appraiser.rank, appraiser.unit) == ("Pembina (IV/a)", "Kota Contoh")


def test_reads_blocks_of_a_qualitative_plan() -> None:
    plan = plan_on(
        grid(
            "SASARAN KINERJA PEGAWAI",
            "PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN 2026",
            "HASIL KERJA",
            "A. Utama",
            "1|Loket tertib",
            "|(Penugasan Dari: Kepala Bidang)",
            "|Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:",
            "|- 95 % berkas selesai dalam 3 hari",
            "|2. Warga disapa",
            "B. Tambahan",
            "1|Arsip rapi",
            "|Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:",
            "|Arsip dapat ditemukan",
            "PERILAKU KERJA",
            "NO|PERILAKU KERJA|EKSPEKTASI KHUSUS PIMPINAN",
            "1|Berorientasi Pelayanan|Menyapa dulu",
            "2|Akuntabel|-",
            "|Pegawai yang Dinilai|Pejabat Penilai Kinerja",
        ),
        Form.PLAN_QUAL_STAFF,
    )

    assert [(each.text, each.kind, each.assigned_by) for each in plan.results] == [
        ("Loket tertib", ResultKind.MAIN, "Kepala Bidang"),
        ("Arsip rapi", ResultKind.ADDITIONAL, None),
    ]
    assert [one.text for one in plan.results[0].indicators] == [
        "95 % berkas selesai dalam 3 hari",
        "Warga disapa",
    ]
    assert plan.expectations == {BehaviourValue.SERVICE: "Menyapa dulu"}
    assert plan.approach is Approach.QUALITATIVE


def test_a_period_that_cannot_be_read_is_none() -> None:
    assert period_of(grid("PERIODE PENILAIAN: ... SD ...")) is None


def test_fixed_words_are_compared_by_letters_and_digits() -> None:
    assert key("  Rencana.Hasil_kerja ") == "RENCANAHASILKERJA"
    assert value_of("berorientasi  pelayanan") is BehaviourValue.SERVICE
    assert aspect_of("KUALITAS") is Aspect.QUALITY
    assert aspect_of("mutu") is None
