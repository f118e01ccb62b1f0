"""Writes the blocks of a report as a Word document, with headings, tables and a language.

The blocks are those of the PDF. A drawing repeats a table and is left out; bars become a table,
so that every number of the PDF can be read and edited.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from portal.publication.reports.content import Report
from portal.publication.reports.pdf.drawing import Said, said_in
from portal.storage.spreadsheets.writing import xml_text

A4_MM = (210, 297)
MARGIN_MM = 22
TEXT_POINTS, CELL_POINTS = 10.5, 9
LANGUAGE = "id-ID"
FONT = "Calibri"
GRID = "Table Grid"
TITLE = "Laporan Survei Kepuasan Masyarakat"
Block = Mapping[str, Any]


def report_document(report: Report | Said) -> bytes:
    """Return the report as .docx bytes; the file names no moment but the span's last day."""
    said = said_in(report)
    document = Document()
    _prepare(document, said)
    for block in said["blocks"]:
        write = WRITERS.get(block["kind"])
        if write is not None:
            write(document, block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document: WordDocument, said: Mapping[str, Any]) -> None:
    """Set paper, language, title, and what stands on each page."""
    section, properties = document.sections[0], document.core_properties
    section.page_width, section.page_height = map(Mm, A4_MM)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    year, month, day = said["day"]
    properties.title, properties.author = xml_text(said["title"]), xml_text(said["author"])
    properties.language, properties.comments = LANGUAGE, said["foot"]
    properties.created = properties.modified = datetime(year, month, day, tzinfo=UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_POINTS)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    marks = [each for each in (said["demonstration"], *said["head"]) if each]
    section.header.paragraphs[0].text = xml_text(" - ".join(marks))
    section.footer.paragraphs[0].text = said["foot"]


def _cover(document: WordDocument, block: Block) -> None:
    document.add_paragraph(xml_text(block["city"]))
    document.add_heading(TITLE, level=0)
    for each in (block["name"], block["above"], block["span"]):
        if each:
            document.add_paragraph(xml_text(each), style="Subtitle")
    grade = f"{block['letter']} - {block['performance']}" if block["letter"] else ""
    rows = [("Indeks Kepuasan Masyarakat (IKM)", block["value"]), ("Mutu pelayanan", grade)]
    _fill(document, [row for row in rows if row[1]])
    for each in (block["remark"], block["edition"], block["channels"]):
        document.add_paragraph(xml_text(each))
    _next_page(document)


def _head(document: WordDocument, block: Block) -> None:
    document.add_heading(xml_text(block["title"]), level=0)
    for each in (block["city"], block["span"]):
        document.add_paragraph(xml_text(each), style="Subtitle")


def _sheet(document: WordDocument, block: Block) -> None:
    _next_page(document)
    document.add_heading("Indeks Kepuasan Masyarakat", level=1)
    result = block["value"] or block["hidden"]
    said = [block["name"], *block["below"], block["span"], result, block["grade"]]
    said += [block["respondents"], block["days"], *block["counts"], block["thanks"]]
    said.append(f"Angka lengkap untuk semua orang: {block['address']}")
    for each in said:
        if each:
            document.add_paragraph(xml_text(each))


def _table(document: WordDocument, block: Block) -> None:
    table = _fill(document, block["rows"], head=block["titles"])
    whole = A4_MM[0] - 2 * MARGIN_MM
    for column, width in zip(table.columns, block["widths"], strict=True):
        for cell in column.cells:
            cell.width = Mm(whole * width / sum(block["widths"]))


def _bars(document: WordDocument, block: Block) -> None:
    _fill(document, [(row["label"], row["value"] or row["words"]) for row in block["rows"]])
    document.add_paragraph()


def _fill(
    document: WordDocument, rows: Sequence[Sequence[str]], *, head: Sequence[str] = ()
) -> Table:
    """Add a table; its head, if any, is repeated on every page."""
    lines = [head, *rows] if head else rows
    table: Table = document.add_table(rows=len(lines), cols=len(lines[0]), style=GRID)
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(xml_text(text))
            run.font.size, run.bold = Pt(CELL_POINTS), texts is head
    if head:
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _next_page(document: WordDocument) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


WRITERS: Mapping[str, Callable[[WordDocument, Block], object]] = {
    "cover": _cover,
    "head": _head,
    "sheet": _sheet,
    "table": _table,
    "bars": _bars,
    "chapter": lambda document, block: document.add_heading(xml_text(block["text"]), level=1),
    "section": lambda document, block: document.add_heading(xml_text(block["text"]), level=2),
    "paragraph": lambda document, block: document.add_paragraph(xml_text(block["text"])),
    "caption": lambda document, block: document.add_paragraph(
        xml_text(block["text"]), style="Caption"
    ),
}
