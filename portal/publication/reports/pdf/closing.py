"""The chapter on follow-up: what was promised, what to decide, and what explains the figures."""

from portal.publication.report_plans.domain import ReportPlan, Signature
from portal.publication.reports import labels as words
from portal.publication.reports.content import Audience, Report, day, month, period_name
from portal.publication.reports.pdf.page import DrawnColumn, DrawnPage, table
from portal.publication.reports.priorities import first_to_improve

# Room to write by hand.
BLANK = "\n\n"
TO_WRITE = "...................."
SPACE_TO_SIGN = "\n\n\n"


def closing(page: DrawnPage, report: Report) -> None:
    """Write the last chapter."""
    page.chapter("7  Rencana tindak lanjut")
    for lesson in report.follow_up:
        page.section(f"{month(lesson.period)}, {lesson.signed_by}")
        page.paragraph(lesson.text)
    if not report.follow_up:
        page.paragraph("Belum ada rencana yang ditulis saat angka periode ini disahkan.")
    if report.edition is Audience.OFFICIAL:
        _plan(page, report)
        _typed(page, report)
    _notes(page, report)
    if report.plan is not None:
        _signature(page, report.plan.signature)


def _typed(page: DrawnPage, report: Report) -> None:
    """Write what became of the last plan and what respondents suggest, where it was typed in."""
    if report.earlier_plan is not None:
        _outcome(page, report.earlier_plan, report=report)
    if report.plan is not None and report.plan.suggestions:
        page.section("Saran responden")
        page.paragraph(report.plan.suggestions)


def _plan(page: DrawnPage, report: Report) -> None:
    """Write who does what until when; where nothing was typed in, leave room to write."""
    page.section("Rencana untuk unsur yang diperbaiki")
    typed = [
        (
            words.coded(each.element, codes=report.codes),
            each.action,
            each.schedule,
            each.person_in_charge,
        )
        for each in (report.plan.actions if report.plan else ())
    ]
    blank = [
        (words.coded(each, codes=report.codes), BLANK, "", "") for each in first_to_improve(report)
    ]
    table(
        page,
        (
            DrawnColumn("Unsur", 4),
            DrawnColumn("Tindakan", 5),
            DrawnColumn("Waktu", 2),
            DrawnColumn("Penanggung jawab", 3),
        ),
        rows=typed or blank,
    )


def _outcome(page: DrawnPage, earlier: ReportPlan, *, report: Report) -> None:
    """Write what became of the plan before."""
    page.section(f"Realisasi rencana {period_name(earlier.period)}")
    table(
        page,
        (
            DrawnColumn("Unsur", 4),
            DrawnColumn("Tindakan", 4),
            DrawnColumn("Keadaan", 2),
            DrawnColumn("Yang sudah dilakukan", 4),
        ),
        rows=[
            (
                words.coded(each.element, codes=report.codes),
                each.action,
                words.STATES[each.state],
                each.realisation,
            )
            for each in earlier.actions
        ],
    )


def _signature(page: DrawnPage, signature: Signature) -> None:
    """Leave room for a signature, with what is known of who signs."""
    page.section("Pengesahan")
    when = day(signature.signed_on) if signature.signed_on else TO_WRITE
    page.paragraph(f"{signature.place or TO_WRITE}, {when}")
    page.paragraph(signature.post or TO_WRITE)
    page.paragraph(SPACE_TO_SIGN)
    page.paragraph(signature.name or TO_WRITE)
    page.paragraph(f"NIP {signature.staff_number or TO_WRITE}")


def _notes(page: DrawnPage, report: Report) -> None:
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
