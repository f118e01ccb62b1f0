"""The whole report as a PDF: the sheet to hang up, then the chapters the regulation asks for."""

from portal.publication.domain.report import Report, ReportEdition
from portal.publication.reporting import words
from portal.publication.reporting.pdf.charts import answer_bars, element_bars, trend_bars
from portal.publication.reporting.pdf.paper import GRADE_COLOURS, SOFT, Paper
from portal.publication.reporting.pdf.sheet import publication_sheet
from portal.publication.reporting.words import number

LARGE = 22


def report_pdf(report: Report) -> bytes:
    """Return the report as PDF bytes.

    :raises portal.organisation.posters.typesetting.UnprintableText: for letters of a script
        that the standard fonts lack.
    """
    name = report.place.name
    paper = Paper(
        title=f"{words.TITLE} {name} {report.period}",
        footer=f"{name} - {report.period} - {words.EDITIONS[report.edition]}",
    )
    publication_sheet(paper, report)
    paper.add_page()
    _opening(paper, report, name=name)
    _method(paper, report)
    _profile(paper, report)
    _elements(paper, report)
    _parts(paper, report)
    _trend(paper, report)
    _follow_up(paper, report)
    return bytes(paper.output())


def _opening(paper: Paper, report: Report, *, name: str) -> None:
    if report.is_demo:
        paper.paragraph(words.DEMO, colour=GRADE_COLOURS["D"])
    paper.heading(words.TITLE, points=LARGE)
    paper.paragraph(f"{name}, {words.months(report.months[0], report.months[-1])}")
    paper.paragraph(words.EDITIONS[report.edition], colour=SOFT)
    paper.heading("1. Latar belakang")
    paper.paragraph(words.BACKGROUND)


def _method(paper: Paper, report: Report) -> None:
    paper.heading("2. Metode, populasi, dan sampel")
    paper.paragraph(words.METHOD)
    sample = report.sample
    if sample.population is None:
        paper.paragraph(words.NO_POPULATION)
    else:
        reached = "tercapai" if sample.is_reached else "belum tercapai"
        paper.paragraph(
            f"Pengguna layanan setahun: {number(sample.population)} ({sample.population_source}). "
            f"Responden {number(sample.respondents)} dari minimum "
            f"{number(sample.minimum)}: {reached}."
        )
    paper.rows(
        ("Cara menilai", "Responden"),
        [(words.CHANNELS[key], number(n)) for key, n in report.channels.items()],
        widths=(3, 1),
    )
    for key, n in report.left_out.items():
        paper.paragraph(f"Tidak ikut dihitung: {number(n)} penilaian lewat {words.CHANNELS[key]}.")


def _profile(paper: Paper, report: Report) -> None:
    paper.heading("3. Profil responden")
    if not report.profile:
        paper.paragraph("Belum cukup responden yang mengisi profil untuk ditampilkan.")
    for breakdown in report.profile:
        field = words.PROFILE_FIELDS[breakdown.field]
        paper.rows(
            (f"{field} (n={number(breakdown.n)}, setahun)", "Persen"),
            [
                (
                    words.PROFILE_ANSWERS.get(each.answer, each.answer),
                    "dilindungi" if each.percent is None else f"{each.percent} %",
                )
                for each in breakdown.answers
            ],
            widths=(3, 1),
        )


def _elements(paper: Paper, report: Report) -> None:
    paper.heading("4. Hasil tiap unsur")
    paper.paragraph(
        f"IKM {number(report.ikm)}, mutu {report.grade} ({words.GRADES[report.grade]})."
    )
    paper.rows(
        ("Unsur", "NRR", "IKM", "Mutu", "Penjawab", "Ingin diperbaiki"),
        [
            (
                f"{each.code} {words.ELEMENTS[each.key]}",
                number(each.nrr),
                number(each.ikm),
                each.grade or "-",
                number(each.n),
                "-" if each.wish_percent is None else f"{each.wish_percent} %",
            )
            for each in report.elements
        ],
        widths=(6, 2, 2, 2, 2, 3),
    )
    element_bars(paper, report.elements)
    if report.edition is ReportEdition.OFFICIAL:
        paper.heading("5. Sebaran jawaban (nilai 1 / 2 / 3 / 4)")
        answer_bars(paper, report.elements)


def _parts(paper: Paper, report: Report) -> None:
    if report.parts:
        paper.heading("6. Hasil tiap unit dan layanan")
        paper.rows(
            ("Unit atau layanan", "Responden", "IKM", "Mutu"),
            [
                (part.name, number(part.respondents), number(part.ikm), part.grade or "-")
                for part in report.parts
            ],
            widths=(6, 2, 2, 2),
        )


def _trend(paper: Paper, report: Report) -> None:
    paper.heading("7. Perkembangan")
    if report.trend:
        trend_bars(paper, report.trend)
    else:
        paper.paragraph("Belum ada hasil dari periode sebelumnya yang sama panjang.")
    if report.earlier:
        paper.rows(
            ("Periode (sistem lain)", "Responden", "IKM", "Mutu", "Sumber"),
            [
                (each.period, number(each.n), each.ikm.replace(".", ","), each.grade, each.source)
                for each in report.earlier
            ],
            widths=(2, 2, 2, 1, 5),
        )


def _follow_up(paper: Paper, report: Report) -> None:
    paper.heading("8. Prioritas dan rencana tindak lanjut")
    for lesson in report.lessons:
        paper.paragraph(f"{words.month(lesson.period)}, {lesson.signed_by}: {lesson.text}")
    paper.paragraph(words.FOLLOW_UP)
    paper.rows(
        ("Unsur prioritas", "Tindakan", "Batas waktu", "Penanggung jawab"),
        [(words.ELEMENTS[key], "", "", "") for key in report.priorities],
        widths=(4, 5, 2, 3),
    )
