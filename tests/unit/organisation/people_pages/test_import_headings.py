"""Headings of local files, line by line as the paper on official forms names them."""

import pytest

from portal.organisation.people_pages.import_rows import COLUMNS, MEANINGS, read_staff_file
from portal.storage.spreadsheets.table import IGNORED, heading_key

NUMBER = "199105172015032903"
READ = {
    "number": "NIP|NIP BARU|NIP_BARU|NIP/NIPPPK|NIPPPK|NI PPPK|NIP NI PPPK|NO INDUK PEGAWAI|"
    "FORMATTED NIP|NIP NRP",
    "name": "NAMA|NAMA PEGAWAI|NAMA LENGKAP|NAMA LENGKAP GELAR",
    "title": "JABATAN|NAMA JABATAN|JABATAN NAMA|JABATAN TERAKHIR",
    "superior_name": "ATASAN|ATASAN LANGSUNG|NAMA ATASAN|PEJABAT PENILAI",
    "superior_number": "NIP ATASAN|NIP_ATASAN|NIP PENILAI|PEGAWAI ATASAN NIP",
    "kind": "STATUS|STATUS PEGAWAI|JENIS PEGAWAI|TIPE PEGAWAI|JENIS ASN",
    IGNORED: "PANGKAT|GOL|GOLRU|GOL RUANG|GOL/RUANG|PANGKAT/GOL|PANGKAT GOL RUANG|"
    "GOLONGAN RUANG AKHIR|GOL AKHIR NAMA|UNIT KERJA|UNIT|UNOR|UNOR NAMA|SATKER|SATUAN KERJA|OPD|"
    "SKPD|PERANGKAT DAERAH|INSTANSI|BIDANG|ATASAN PEJABAT PENILAI|NIP ATASAN PENILAI",
}
HEADINGS = [(each, name) for name, listed in READ.items() for each in listed.split("|")]


@pytest.mark.parametrize(("heading", "meaning"), HEADINGS)
def test_every_heading_of_the_paper_is_read_or_passed_over(heading: str, meaning: str) -> None:
    assert COLUMNS.meanings[heading_key(heading)] == meaning
    assert COLUMNS.meanings[heading_key(heading.lower())] == meaning


def test_nothing_that_is_read_is_passed_over_too() -> None:
    assert {COLUMNS.meanings[each] for each in MEANINGS} == set(MEANINGS.values())


def test_a_heading_that_nobody_knows_is_named_and_what_stands_below_is_not_kept() -> None:
    file = read_staff_file(f"NIP;Golongan darah;NAMA\n{NUMBER};AB;Lestari\n".encode())

    assert file.unread == ("Golongan darah",)
    assert [(each.number, each.name) for each in file.rows] == [(NUMBER, "Lestari")]
    assert file.faults == ()


def test_a_row_that_the_table_refuses_is_not_read() -> None:
    file = read_staff_file(f"NIP;NAMA\n{NUMBER};Lestari;lebih\n{NUMBER[:-1]}4;Surya\n".encode())

    assert [(fault.line, str(fault.kind)) for fault in file.faults] == [(2, "extra_cells")]
    assert [each.name for each in file.rows] == ["Surya"]


@pytest.mark.parametrize("text", ["NAMA\nLestari\n", f"NIP;NIP BARU\n{NUMBER};{NUMBER}\n"])
def test_a_heading_without_numbers_or_with_two_of_them_is_refused(text: str) -> None:
    file = read_staff_file(text.encode())

    assert file.rows == ()
    assert file.faults
