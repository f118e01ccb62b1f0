"""Official forms as files: a workbook, or a PDF that a program outside the web workers draws."""

from collections.abc import Sequence

from portal.evaluation.official_forms.wanted import FormsToPrint
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


def forms_file(forms: FormsToPrint, *, form: str) -> bytes:
    """Return the forms as a file.

    :param form: ``xlsx`` or ``pdf``.
    :raises FormsNotDrawn: when a PDF cannot be drawn.
    """
    return printed_forms(forms) if form == PDF else write_workbook(forms.sheets)


def printed_forms(forms: FormsToPrint, *, program: str = PROGRAM) -> bytes:
    """Return the forms as a PDF, drawn by a program of its own that gets no settings or keys.

    :param program: the module to run.
    :raises FormsNotDrawn: when it fails or takes longer than half a minute.
    """
    try:
        return run_printer(forms, program=program)
    except PrintingFailed as error:
        raise FormsNotDrawn(f"{error}") from error
