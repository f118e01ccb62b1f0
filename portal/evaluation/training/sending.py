"""A table of training as the bytes of a workbook."""

from collections.abc import Iterable, Sequence

from flask import make_response
from werkzeug.wrappers import Response

from portal.evaluation.cycles.made_queries import made_today
from portal.storage.spreadsheets.templates import MIMETYPE
from portal.storage.spreadsheets.writing import Look, Styled, WrittenSheet, write_workbook
from portal.web.extensions import db, today

CATALOGUE = "/training-catalogue"


def sent_workbook(name: str, headings: Sequence[str], *, rows: Iterable[Sequence[str]]) -> Response:
    """Send a workbook of one sheet; every cell is a text.

    Below every printed page stands when and by which rules it was made.
    """
    heads = [Styled(each, Look.HEAD) for each in headings]
    made = made_today(db.session(), today())
    sheet = WrittenSheet("Pelatihan", [heads, *rows], widths=[20] * len(heads), footer=made)
    answer = make_response(write_workbook([sheet]))
    answer.headers["Content-Type"] = MIMETYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
