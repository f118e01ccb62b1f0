"""Official forms as files: a workbook, or a PDF that a program outside the web workers draws."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask_babel import force_locale

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.cycles.made_line import made_line
from portal.evaluation.official_forms.wanted import FormsToPrint, WrittenSheets
from portal.storage.own_programs import PrintingFailed, run_printer
from portal.storage.spreadsheets.cells import write_csv
from portal.storage.spreadsheets.writing import write_workbook

PROGRAM = "portal.evaluation.official_forms.pdf_program"
PDF = "pdf"


class FormsNotDrawn(RuntimeError):
    """The program that draws did not finish; the text holds nothing of the forms."""


def map_of(rows: Sequence[Sequence[str]]) -> str:
    """Return a table (.csv) of who is in which file: its name, staff number, name."""
    return write_csv(("BERKAS", "NIP", "NAMA"), rows)


def forms_of(
    title: str,
    sheets: WrittenSheets,
    *,
    city_name: str,
    cycle: Cycle,
    day: date,
    is_demo: bool,
) -> FormsToPrint:
    """Return sheets of a cycle as they are printed on a day; official forms are in Indonesian."""
    with force_locale("id"):
        made = made_line(cycle, on=day)
    return FormsToPrint(title, f"PEMERINTAH {city_name.upper()}", day, sheets, made, is_demo)


def forms_file(forms: FormsToPrint, *, form: str) -> bytes:
    """Return the forms as a file.

    :param form: ``xlsx`` or ``pdf``.
    :raises FormsNotDrawn: when a PDF cannot be drawn.
    """
    if form == PDF:
        return printed_forms(forms)
    return write_workbook([replace(each, footer=forms.made) for each in forms.sheets])


def printed_forms(forms: FormsToPrint, *, program: str = PROGRAM) -> bytes:
    """Return the forms as a PDF, drawn by a program of its own that gets no settings or keys.

    :param program: the module to run.
    :raises FormsNotDrawn: when it fails or takes longer than half a minute.
    """
    try:
        return run_printer(forms, program=program)
    except PrintingFailed as error:
        raise FormsNotDrawn(f"{error}") from error
