"""Workbooks to begin with: the headings of an import and invented examples below them."""

from collections.abc import Mapping, Sequence

from portal.evaluation.official.activity_rows import HEADINGS as ACTIVITY_HEADINGS
from portal.evaluation.official.plan_rows import HEADINGS, written_row
from portal.evaluation.official.table_file import workbook_of

_PERSON: Mapping[str, str] = {
    "number": "199105172015032903",
    "name": "LESTARI KUSUMA CONTOH, S.Sos.",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "approach": "Kuantitatif",
    "official_number": "",
}
_RESULT: Mapping[str, str] = {
    "kind": "Utama",
    "result_number": "1",
    "serves": "Meningkatnya mutu layanan pendaftaran penduduk (contoh)",
    "result": "Berkas pendaftaran selesai sesuai standar waktu",
}
_INDICATORS: Sequence[Mapping[str, str]] = (
    {
        "aspect": "Kuantitas",
        "indicator": "Jumlah berkas selesai",
        "target": "1.200 berkas",
        "direction": "Naik",
        "method": "Berkas selesai dihitung setiap bulan",
        "source": "Register berkas loket",
        "weight": "60",
        "quarter_1": "300",
        "quarter_2": "300",
        "quarter_3": "300",
        "quarter_4": "300",
    },
    {
        "aspect": "Kualitas",
        "indicator": "Berkas kembali karena salah",
        "target": "<= 2 %",
        "direction": "Turun",
        "method": "Berkas kembali dibagi semua berkas, dikali 100",
        "source": "Register berkas loket",
        "weight": "40",
    },
)
_ACTIVITIES: Sequence[Mapping[str, str]] = (
    {
        "action": "Berkas pendaftaran selesai sesuai standar waktu",
        "done_on": "2026-11-02",
        "begins": "08:00",
        "ends": "12:00",
        "text": "Memproses 18 berkas pindah datang (contoh)",
        "amount": "18",
        "unit": "Berkas",
        "link": "https://contoh.invalid/bukti/1",
    },
    {
        "action": "Panduan loket mutakhir",
        "done_on": "2026-11-03",
        "text": "Menulis ulang halaman syarat (contoh)",
    },
)


def plan_template() -> bytes:
    """Return a workbook of plans with one invented plan of two indicators."""
    rows = [written_row({**_PERSON, **_RESULT, **each}) for each in _INDICATORS]
    return workbook_of("SKP", tuple(HEADINGS.values()), rows=rows)


def activity_template() -> bytes:
    """Return a workbook of daily progress with two invented days; times may stay empty."""
    rows = [[each.get(name, "") for name in ACTIVITY_HEADINGS] for each in _ACTIVITIES]
    return workbook_of("Progres Harian", tuple(ACTIVITY_HEADINGS.values()), rows=rows)
