"""The report as a PDF says what it must, on every page that it must, and never falls over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy.orm import Session

from portal.publication.figures.documents import Exclusion, LeftOut, Lesson, Note
from portal.publication.figures.figures import Figure, Reason
from portal.publication.reports.content import (
    Audience,
    LevelShare,
    Line,
    PopulationBasis,
    Report,
    ReportElement,
    ReportTable,
    TrendPoint,
)
from portal.publication.reports.pdf.drawing import report_pdf
from portal.publication.reports.pdf.page import DEMONSTRATION
from portal.survey.elements import Element, ElementCodes
from portal.time.months import CalendarPeriod
from tests.factories.organisation import make_agency, make_service, make_unit
from tests.factories.reports import AROUND, make_profile, make_ratings, make_reasons, report_of
from tests.unit.survey.worked_case import WORKED_CASE

WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}
CHAPTERS = (
    "1 Latar belakang",
    "2 Metode",
    "3 Profil responden",
    "4 Hasil",
    "5 Alasan dan prioritas",
    "6 Perkembangan",
    "7 Rencana tindak lanjut",
    "Lampiran: kuesioner",
)


@pytest.fixture
def report(session: Session) -> Report:
    """The worked case with everything around it."""
    agency = make_agency(session, name="Dinas Uji Coba")
    unit = make_unit(session, agency, "kel-melati")
    service = make_service(session, agency, "ktp", name="KTP-el baru")
    make_ratings(session, agency, counts=WORKED, channel="paper", service_id=service.id)
    make_ratings(session, agency, counts=WORKED, unit_id=unit.id, period="2024-06")
    make_profile(session, agency, sex={"female": 100, "male": 80}, education={"diploma": 180})
    make_reasons(session, agency, time=60, facilities=30, cost=10)
    return replace(
        report_of(session),
        follow_up=(Lesson("2025-12", "Antrean dibuka lebih awal.", "Kepala Dinas"),),
        notes=(Note("strike", "Loket 1", "Mogok.", date(2025, 3, 1), date(2025, 3, 2)),),
        exclusions=(Exclusion("loket-9", "open", "2025-10", "lonjakan", date(2025, 11, 2)),),
        earlier=(TrendPoint("2023", 400, Decimal("84.12"), "B", "Laporan SKM 2023"),),
    )


def test_codes_follow_the_list_that_the_city_chose(report: Report) -> None:
    """The form of the regulation has facilities as U8, its body has complaint handling there."""
    chosen = replace(AROUND, codes=ElementCodes.QUESTIONNAIRE).applied(report)

    by_body, by_form = (" ".join(texts(report_pdf(one))) for one in (report, chosen))

    assert "U9 Sarana dan Prasarana" in by_body
    assert "U8 Sarana" not in by_body
    assert "U8 Sarana dan Prasarana" in by_form
    assert "U9 Sarana" not in by_form
    assert by_form.index("U8 Sarana") < by_form.index("U9 Penanganan")


def texts(pdf: bytes) -> list[str]:
    """Return each page's words with single blanks."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return pages


def codes(pdf: bytes) -> Iterator[str]:
    """Give what is held by the QR codes of the last page, as a scanner sees it."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[len(document) - 1].render(scale=3).to_pil()
    document.close()
    for code in zxingcpp.read_barcodes(image):
        yield code.text


def test_holds_every_chapter_in_order(report: Report) -> None:
    whole = " ".join(texts(report_pdf(report)))

    positions = [whole.index(chapter) for chapter in CHAPTERS]
    assert positions == sorted(positions)


def test_says_the_figures_as_indonesian_writes_them(report: Report) -> None:
    pages = texts(report_pdf(report))
    whole = " ".join(pages)

    assert "87,64" in pages[0]
    assert "Sampel minimum belum tercapai: 187 dari minimum 384 responden." in pages[0]
    assert "U1 Persyaratan 187 3,37 84,22 B Baik" in whole
    assert "Perempuan 55,6% (100)" in whole
    assert "KTP-el baru 187 87,64 B" in whole
    assert "Perbaiki lebih dulu U3 Waktu Penyelesaian" in whole
    assert "Laporan SKM 2023" in whole
    assert "Antrean dibuka lebih awal." in whole
    assert "Mogok kerja, Loket 1, 1 Maret 2025 sampai 2 Maret 2025: Mogok." in whole
    assert "lonjakan (diputuskan 2 November 2025)" in whole


def test_ends_with_a_sheet_whose_code_leads_to_the_public_page(report: Report) -> None:
    pdf = report_pdf(report)

    sheet = texts(pdf)[-1]
    assert "Indeks Kepuasan Masyarakat Dinas Uji Coba Kota Uji Tahun 2025 87,64" in sheet
    assert "Mutu B - Baik" in sheet
    assert "187 responden 1 Januari 2025 sampai 31 Desember 2025" in sheet
    assert "Jenis kelamin: Perempuan 100, Laki-laki 80" in sheet
    assert "Terima kasih" in sheet
    assert list(codes(pdf)) == ["https://suara.kota.test/agencies/dukcapil"]


@pytest.mark.parametrize("span", ["2025", "2025-H2", "2025-Q4", "2025-12"])
@pytest.mark.parametrize("unit", [None, "kel-melati"])
def test_a_sheet_tells_who_answered_only_of_its_own_span_and_place(
    report: Report, span: str, unit: str | None
) -> None:
    place = replace(report.place, unit=unit, unit_name=unit and "Kelurahan Melati")
    other = replace(report, span=CalendarPeriod.of(span), place=place)

    pages = texts(report_pdf(other))

    is_own = span == "2025" and unit is None
    assert ("Jenis kelamin: Perempuan 100" in pages[-1]) is is_own
    assert ("lebih luas daripada laporan ini" in " ".join(pages)) is not is_own


def test_made_up_figures_say_so_on_every_page_and_real_ones_on_none(report: Report) -> None:
    real = texts(report_pdf(report))
    made_up = texts(report_pdf(replace(report, is_demo=True)))

    assert all(DEMONSTRATION in page for page in made_up)
    assert not any("CONTOH" in page for page in real)


def test_the_same_report_is_the_same_file(report: Report) -> None:
    assert report_pdf(report) == report_pdf(report)


def test_names_the_unit_and_its_agency(session: Session, report: Report) -> None:
    place = replace(report.place, unit="kel-melati", unit_name="Kelurahan Melati")

    pages = texts(report_pdf(replace(report, place=place)))

    assert all("Kelurahan Melati Dinas Uji Coba" in pages[page] for page in (0, -1))


def test_a_report_with_little_in_it_says_what_is_missing(report: Report) -> None:
    bare = replace(
        report,
        profile=(),
        reasons=None,
        priorities=(),
        trend=(),
        earlier=(),
        follow_up=(),
        parts=(),
        notes=(),
        exclusions=(),
    )

    whole = " ".join(texts(report_pdf(bare)))

    assert "Belum cukup responden yang menceritakan tentang dirinya." in whole
    assert "Belum cukup warga yang menjawab pertanyaan" in whole
    assert "Belum ada angka dari periode sebelumnya" in whole
    assert "Belum ada rencana yang ditulis" in whole
    # Without wishes the lowest rated elements are what to improve first.
    assert "diperbaiki lebih dulu: Produk Spesifikasi Jenis Pelayanan; Persyaratan;" in whole


def test_the_public_edition_gives_reasons_instead_of_hidden_figures(report: Report) -> None:
    hidden = Figure(
        value=None,
        n=None,
        period=report.headline.period,
        channels=("ticket",),
        suppressed=Reason.FEW_OFFICERS,
    )
    element = ReportElement(Element.TIME, hidden, None)
    public = replace(
        report,
        edition=Audience.PUBLIC,
        headline=hidden,
        sample=replace(report.sample, respondents=None),
        elements=(element,),
        profile=(ReportTable("sex", 2025, None, (Line("female", None, None, Reason.TOO_FEW),)),),
        priorities=(),
        trend=(TrendPoint("2025-01/2025-02", None, None, None, suppressed=Reason.TOO_FEW),),
    )

    pages = texts(report_pdf(public))

    assert "IKM tidak ditampilkan: dilindungi: petugasnya terlalu sedikit" in pages[0]
    assert "IKM tidak ditampilkan" in pages[-1]
    assert "responden" not in pages[-1]
    whole = " ".join(pages)
    assert "Perempuan tidak ditampilkan" in whole
    assert "Januari-Februari 2025 - - - penilaian belum cukup" in whole


def test_merged_levels_and_lower_bounds_are_told(report: Report) -> None:
    shares = (LevelShare("4", Decimal(95), is_at_least=True),)
    elements = tuple(replace(each, shares=shares) for each in report.elements)

    whole = " ".join(texts(report_pdf(replace(report, elements=elements))))

    assert "min. 95%" in whole
    assert "digabung dengan tingkat di sebelahnya" in whole


def test_two_years_of_months_are_drawn_with_some_of_their_names(report: Report) -> None:
    points = tuple(
        TrendPoint(f"{2024 + turn // 12}-{turn % 12 + 1:02d}", 40, Decimal(80 + turn % 9), "B")
        for turn in range(24)
    )

    whole = " ".join(texts(report_pdf(replace(report, trend=points))))

    assert "Desember 2025" in whole


@pytest.mark.parametrize(
    "name",
    ["Dinas 市 Kota", "D" * 300, "Dinas " * 60, "<b>Dinas</b>", "Dinas\u202e sairhab", "😀"],
)
def test_no_name_breaks_the_page(report: Report, name: str) -> None:
    place = replace(report.place, agency_name=name, unit="u", unit_name=name)
    long = replace(report, city=name, place=place, follow_up=(Lesson("2025-01", name * 9, name),))

    pages = texts(report_pdf(long))

    assert pages[-1].count("Mutu B") == 1


def test_levels_are_stated_by_the_rule_in_force(report: Report) -> None:
    said = " ".join(texts(report_pdf(replace(report, least_mean=45))))

    assert "dihitung bila ada 45 penilaian lain atau lebih" in said
    assert "IKM ditulis mulai 45 responden" in said


def test_what_stands_beside_the_result_is_told(report: Report) -> None:
    month = replace(
        report,
        open=replace(report.headline, value=Decimal("81.20"), n=40, channels=("open",)),
        left_out=(LeftOut("cost", Reason.NOT_ASKED), LeftOut("2025-03", Reason.TOO_FEW)),
        sample=replace(
            report.sample, population=900, basis=PopulationBasis.VISITS, source="buku tamu"
        ),
        notes=(Note("closure", "Loket 1", "Libur.", date(2025, 3, 1), date(2025, 3, 1)),),
        profile=(*report.profile, ReportTable("age", 2025, None, (), Reason.TOO_FEW)),
    )

    whole = " ".join(texts(report_pdf(month)))

    assert "tersendiri IKM-nya 81,2 dari 40 penilaian" in whole
    assert "Populasi: 900" in whole
    assert "(sumber: buku tamu)" in whole
    assert "Loket 1, 1 Maret 2025: Libur." in whole
    assert whole.count("Tidak dihitung:") == 3
    assert "Tidak dihitung: Biaya/Tarif" in whole


def test_a_month_without_a_figure_leaves_a_gap_in_the_line(report: Report) -> None:
    months = tuple(
        TrendPoint(f"2025-{month:02d}", 40, None if month == 2 else Decimal(80 + month), "B")
        for month in range(1, 5)
    )

    whole = " ".join(texts(report_pdf(replace(report, trend=months))))

    assert "Februari 2025 40 -" in whole


def test_shares_of_the_public_edition_stand_on_the_sheet(report: Report) -> None:
    lines = (
        Line("female", None, Decimal(55)),
        Line("male", None, None, Reason.TOO_FEW),
    )
    shown = replace(
        report, edition=Audience.PUBLIC, profile=(ReportTable("sex", 2025, 180, lines, None),)
    )

    sheet = texts(report_pdf(shown))[-1]

    assert "sekitar 187 responden" in sheet
    assert "Jenis kelamin: Perempuan 55%" in sheet
    assert "Laki-laki" not in sheet
