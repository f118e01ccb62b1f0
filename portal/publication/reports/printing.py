"""Draws reports outside the web workers, which would never give a drawing library's memory back."""

from typing import Any

from portal.publication.reports.content import Report
from portal.storage.own_programs import run_printer

PROGRAM = "portal.publication.reports.pdf.program"
WORD_PROGRAM = "portal.publication.reports.pdf.word_program"


def printed(report: Report | dict[str, Any], *, program: str = PROGRAM) -> bytes:
    """Return the report's PDF, drawn by a program of its own that gets no settings or keys.

    :param report: a report, or what one says, put together already.
    :param program: the module to run; ``WORD_PROGRAM`` writes a Word document instead.
    :raises PrintingFailed: when it fails or takes longer than half a minute.
    """
    return run_printer(report, program=program)
