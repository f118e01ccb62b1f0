"""Posters as they come out of the printer: decoded, measured and read."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.places.printing import UnprintableText, printable, unknown_letters
from portal.organisation.posters.drawing import (
    LAYOUTS,
    Paper,
    PosterSheet,
    poster_pdf,
    poster_sheet,
)
from portal.organisation.posters.rateable import PosterDesk
from tests.conftest import settings_for
from tests.tagged import language, structure

MM_PER_INCH = 25.4
DOTS_PER_INCH = 200
PER_POINT = DOTS_PER_INCH / 72
SHEET = PosterSheet(
    city="Kota Contoh",
    agency="Dinas Kependudukan dan Pencatatan Sipil",
    unit="UPT Dukcapil Barat",
    desk="Loket 2 - Pendaftaran",
    desk_code="disdukcapil-2",
    url="https://loket.contoh.go.id/r/7G4K2M9X",
    warning=None,
)
LONG = "Loket Pelayanan Perizinan Berusaha dan Nonperizinan " * 3
DESK = PosterDesk(
    code="disdukcapil-2",
    name="Loket 2",
    agency_code="disdukcapil",
    agency_name="Dinas",
    unit_name=None,
    poster_code="7G4K2M9X",
)


def page(pdf: bytes, number: int = 0) -> tuple[object, str, tuple[float, float]]:
    """Return a page as a picture, its text, and its size in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    found = document[number]
    text = found.get_textpage().get_text_bounded()
    picture = found.render(scale=PER_POINT).to_pil()
    size = tuple(length * MM_PER_INCH / 72 for length in found.get_size())
    document.close()
    return picture, text, (size[0], size[1])


def side_mm(code: zxingcpp.Barcode) -> float:
    """Return the mean side of a decoded QR in millimetres."""
    corners = [
        code.position.top_left,
        code.position.top_right,
        code.position.bottom_right,
        code.position.bottom_left,
    ]
    sides = [
        ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        for one, other in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return sum(sides) / 4 / DOTS_PER_INCH * MM_PER_INCH


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("warning", [None, "CONTOH"])
def test_the_code_on_the_printed_page_holds_the_address(paper: Paper, warning: str | None) -> None:
    pdf = poster_pdf([replace(SHEET, warning=warning)], paper=paper)

    (code,) = zxingcpp.read_barcodes(page(pdf)[0])

    assert code.text == "https://loket.contoh.go.id/r/7G4K2M9X"
    assert code.ec_level in {"M", "Q", "H"}
    assert side_mm(code) >= 35
    assert side_mm(code) == pytest.approx(LAYOUTS[paper].qr_mm, abs=1.5)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A5, (148, 210)), (Paper.A4, (210, 297))])
def test_a_page_has_the_size_of_the_paper(paper: Paper, size: tuple[float, float]) -> None:
    assert page(poster_pdf([SHEET], paper=paper))[2] == pytest.approx(size, abs=0.2)


@pytest.mark.parametrize("paper", Paper)
def test_nothing_is_printed_where_the_paper_may_be_cut(paper: Paper) -> None:
    names = replace(SHEET, agency=LONG, unit=LONG, desk=LONG, warning="DATA CONTOH")
    picture, _, size = page(poster_pdf([names], paper=paper))

    inverted = picture.convert("L").point(lambda level: 255 - level)  # type: ignore[attr-defined] # a PIL image
    left, top, right, bottom = inverted.getbbox()

    dots_per_mm = DOTS_PER_INCH / MM_PER_INCH
    assert min(left, top) / dots_per_mm >= 10
    assert size[0] - right / dots_per_mm >= 10
    assert size[1] - bottom / dots_per_mm >= 10


@pytest.mark.parametrize("paper", Paper)
def test_the_longest_names_leave_the_code_alone(paper: Paper) -> None:
    names = replace(
        SHEET, city=LONG, agency=LONG, unit=LONG, desk=LONG[:160], warning="DATA CONTOH"
    )
    picture, text, _ = page(poster_pdf([names], paper=paper))

    (code,) = zxingcpp.read_barcodes(picture)
    above = code.position.top_left.y - 4 * LAYOUTS[paper].qr_mm / 33 * DOTS_PER_INCH / MM_PER_INCH
    quiet = picture.convert("L").crop(  # type: ignore[attr-defined] # a PIL image
        (
            code.position.top_left.x,
            int(above),
            code.position.top_right.x,
            code.position.top_left.y - 4,
        )
    )

    assert quiet.getextrema() == (255, 255)
    assert text.replace("\r\n", " ").count("Nonperizinan") >= 10


def test_a_poster_says_where_it_is_and_what_to_do_in_both_languages() -> None:
    _, text, _ = page(poster_pdf([SHEET], paper=Paper.A5))

    for words in (
        "Kota Contoh",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "UPT Dukcapil Barat",
        "Loket 2 - Pendaftaran",
        "Pindai dan beri nilai",
        "Scan to rate it",
        "loket.contoh.go.id/r/7G4K2M9X",
    ):
        assert words in text
    assert "CONTOH" not in text
    assert "https://" not in text


def test_each_desk_has_its_own_page() -> None:
    other = replace(SHEET, url="https://loket.contoh.go.id/r/00000000")

    pdf = poster_pdf([SHEET, other], paper=Paper.A5)

    (code,) = zxingcpp.read_barcodes(page(pdf, 1)[0])
    assert code.text.endswith("/r/00000000")


@pytest.mark.parametrize(
    ("variables", "warning"),
    [
        ({"PUBLIC_URL": "https://loket.contoh.go.id"}, None),
        ({"PUBLIC_URL": "http://loket.contoh.go.id"}, "CONTOH"),
        ({}, "CONTOH"),
        ({"DEMO": "1"}, "DATA CONTOH"),
    ],
)
def test_says_contoh_in_large_letters_unless_it_may_be_put_up(
    tmp_path: Path, variables: dict[str, str], warning: str | None
) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'city.db'}", **variables)

    sheet = poster_sheet(DESK, code="7G4K2M9X", settings=settings)

    assert sheet.warning == warning
    assert sheet.url.endswith("/r/7G4K2M9X")
    text = page(poster_pdf([sheet], paper=Paper.A5))[1]
    assert (warning or "Kota Contoh") in text


@pytest.mark.parametrize(
    "name", ["Loket 2 – Pendaftaran", "“Prioritas”…", "Kelurahan Ölé", "Sūrya", "Śrī Ḍyah Ŋurah"]
)
def test_a_name_in_latin_letters_is_printed_as_it_is(name: str) -> None:
    assert name in page(poster_pdf([replace(SHEET, desk=name)], paper=Paper.A5))[1]


def test_a_poster_can_be_read_aloud() -> None:
    pdf = poster_pdf([SHEET, replace(SHEET, url="https://loket.contoh.go.id/r/0")], paper=Paper.A5)

    assert language(pdf) == "id"
    assert [kind for kind, _ in structure(pdf)].count("/H1") == 2
    assert [words for kind, words in structure(pdf) if kind == "/Figure"] == [
        "Kode QR: https://loket.contoh.go.id/r/7G4K2M9X",
        "Kode QR: https://loket.contoh.go.id/r/0",
    ]


def test_the_same_poster_is_the_same_file() -> None:
    assert poster_pdf([SHEET], paper=Paper.A4) == poster_pdf([SHEET], paper=Paper.A4)


def test_letters_that_the_font_has_not_are_refused_by_name() -> None:
    with pytest.raises(UnprintableText) as caught:
        poster_pdf([replace(SHEET, desk="Loket 窓口")], paper=Paper.A5)

    assert (caught.value.text, caught.value.characters) == ("Loket 窓口", "口窓")


@given(text=st.text(max_size=30))
def test_any_text_is_printed_or_refused(text: str) -> None:
    try:
        shown = printable(text)
    except UnprintableText as error:
        shown = ""
        assert error.characters  # noqa: PT017 - either way is right, and both are looked at
    assert unknown_letters(shown) == ""
    assert printable(shown) == shown
