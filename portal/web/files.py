"""The empty files that staff begin with."""

from collections.abc import Sequence

from flask import Response

from portal.storage.spreadsheets.templates import MIMETYPE, template


def send_template(names: Sequence[str], *, name: str) -> Response:
    """Send an empty workbook ``name``.xlsx with the headings ``names``."""
    response = Response(template(names), mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
