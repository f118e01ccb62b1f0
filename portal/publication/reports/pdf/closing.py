"""The chapter on follow-up: what was promised, what to decide, and what explains the figures."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import Audience, Report, day, month, period_name
from portal.publication.reports.pdf.page import Page
from portal.publication.reports.pdf.table import Column, table
from portal.publication.reports.priorities import first_to_improve

# Room to write by hand.
BLANK = "\n\n"


def closing(page: Page, report: Report) -> None:
    """Write the last chapter."""
    page.chapter("7  Rencana tindak lanjut")
    for lesson in report.follow_up:
        page.section(f"{month(lesson.period)}, {lesson.signed_by}")
        page.paragraph(lesson.text)
    if not report.follow_up:
        page.paragraph("Belum ada rencana yang ditulis saat angka periode ini disahkan.")
    if report.edition is Audience.OFFICIAL:
        _plan(page, report)
    _notes(page, report)


def _plan(page: Page, report: Report) -> None:
    """Leave room to write down who does what until when."""
    page.section("Rencana untuk unsur yang perlu diperbaiki lebih dulu")
    table(
        page,
        (
            Column("Unsur", 4),
            Column("Tindakan", 5),
            Column("Sampai", 2),
            Column("Penanggung jawab", 3),
        ),
        rows=[(words.coded(each), BLANK, "", "") for each in first_to_improve(report)],
    )


def _notes(page: Page, report: Report) -> None:
    if report.notes or report.exclusions or report.uncounted:
        page.section("Catatan")
    for note in report.notes:
        days = day(note.starts_on)
        if note.ends_on != note.starts_on:
            days += f" sampai {day(note.ends_on)}"
        page.paragraph(f"{words.NOTES[note.kind]}, {note.place}, {days}: {note.text}")
    for each in report.exclusions:
        page.paragraph(
            f"Tidak dihitung: loket {each.desk}, {words.CHANNELS[each.channel]}, "
            f"{period_name(each.period)}: {each.reason} (diputuskan {day(each.decided_on)})."
        )
    for left_out in report.uncounted:
        page.paragraph(
            f"Tidak dihitung: {words.PARTS[left_out.kind]} {left_out.name}, "
            f"{words.CHANNELS[left_out.channel]}, {period_name(left_out.period)}: jumlah yang "
            "tersimpan tidak mungkin benar."
        )
