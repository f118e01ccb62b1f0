"""Letters with one-time links as they come out of the printer: decoded, read, folded."""

from dataclasses import replace

import pypdfium2
import zxingcpp

from portal.organisation.people_accounts.drawing import QR_MM, LinkLetter, letters_pdf
from tests.tagged import language, structure

MM = 72 / 25.4
HALF_OF_A4_MM = 148.5
LETTER = LinkLetter(
    name="Ni Luh Śrī Ḍyah",
    number="198501012010012001",
    place="Dinas Kependudukan dan Pencatatan Sipil",
    url="https://loket.contoh.go.id/admin/link/abcdefghijklmnopqrstuvwxyz0123456789abcdefg",
    day="3 Desember 2026",
)


def test_a_letter_says_whose_it_is_and_until_when() -> None:
    document = pypdfium2.PdfDocument(letters_pdf([LETTER], city="Kota Contoh"))
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()

    for words in ("Kota Contoh", LETTER.name, "19850101 201001 2 001", LETTER.day, LETTER.url):
        assert words in text


def test_a_folded_letter_shows_nothing_of_the_link() -> None:
    long = replace(LETTER, name="Nama yang panjang sekali " * 8, place="Dinas " * 30)
    for letter in (LETTER, long):
        document = pypdfium2.PdfDocument(letters_pdf([letter], city="Kota Contoh"))
        assert len(document) == 1
        picture = document[0].render(scale=2).to_pil()
        document.close()
        (code,) = zxingcpp.read_barcodes(picture)

        assert code.text == LETTER.url
        assert code.position.top_left.y / 2 / MM >= HALF_OF_A4_MM
        assert (code.position.top_right.x - code.position.top_left.x) / 2 / MM >= QR_MM - 2


def test_each_person_has_a_page_that_can_be_read_aloud() -> None:
    other = replace(LETTER, name="Sri", url="https://loket.contoh.go.id/admin/link/b")
    pdf = letters_pdf([LETTER, other], city="Kota Contoh")

    parts = structure(pdf)
    document = pypdfium2.PdfDocument(pdf)
    pages = len(document)
    document.close()

    assert pages == 2
    assert language(pdf) == "id"
    assert [kind for kind, _ in parts].count("/H1") == 2
    assert [words for kind, words in parts if kind == "/Figure"] == [
        f"Kode QR: {LETTER.url}",
        f"Kode QR: {other.url}",
    ]


def test_letters_of_other_scripts_become_question_marks() -> None:
    letter = replace(LETTER, name="Sri 窓")
    document = pypdfium2.PdfDocument(letters_pdf([letter], city="Kota Contoh"))
    text = document[0].get_textpage().get_text_range()
    document.close()

    assert "Sri ?" in text
