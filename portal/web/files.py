"""Files that staff send, and the empty ones they begin with."""

from collections.abc import Sequence

from flask import Response, request

from portal.storage.spreadsheets.templates import MIMETYPE, template

LARGEST_FILE_BYTES = 8 * 1024 * 1024
# Files are read piece by piece; a piece and what is left of the one before must fit.
READ_AT_ONCE_BYTES = 512 * 1024


def allow_a_file() -> None:
    """Let this request hold more than a form may, before anything reads the form."""
    request.max_content_length = LARGEST_FILE_BYTES
    request.max_form_memory_size = READ_AT_ONCE_BYTES


def send_template(names: Sequence[str], *, name: str) -> Response:
    """Send an empty workbook ``name``.xlsx with the headings ``names``."""
    response = Response(template(names), mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
