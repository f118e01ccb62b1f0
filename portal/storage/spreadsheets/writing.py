"""Workbooks that the portal writes: every text is a text, so that none of them runs as a formula.

Nothing is stored in them but cells, widths and merged regions; the same sheets give the same
bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from xml.sax.saxutils import escape, quoteattr

from portal.storage.spreadsheets.cells import guarded, unguarded
from portal.storage.spreadsheets.table import column_letters

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold, and what no program takes in the name of a sheet.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
NAME_LENGTH = 31
_DEFAULT_WIDTH = 18


class Look(IntEnum):
    """How a cell looks; numbers of the formats in the workbook."""

    PLAIN = 1
    TITLE = 2
    HEAD = 3
    BOLD = 4
    #: Without a border: signatures and what stands between tables.
    BARE = 5
    #: Without a border, in the middle of its cell.
    MIDDLE = 6
    #: As the program shows a number by itself.
    NUMBER = 0


@dataclass(frozen=True, slots=True)
class Styled:
    """A text with its look; others are plain."""

    text: str
    look: Look


Cell = str | int | Decimal | Styled | None


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet: its rows from the first line on, an empty row being a blank line.

    :ivar merged: regions such as ``A1:F1``.
    :ivar widths: of columns, in letters, from the first one.
    :ivar is_wide: whether it is printed across the page.
    :ivar footer: stands below every printed page and in no cell, so that no import reads it.
    :ivar is_data: whether it is read by programs: numbers are numbers, and cells have no border.
    """

    name: str
    rows: Iterable[Sequence[Cell]]
    merged: Sequence[str] = ()
    widths: Sequence[int] = field(default=())
    is_wide: bool = False
    is_data: bool = False
    footer: str = ""


def xml_text(text: str) -> str:
    """Return ``text`` without the signs that no XML document can hold."""
    return _UNWRITABLE.sub("", text)


def write_workbook(sheets: Sequence[WrittenSheet]) -> bytes:
    """Return an .xlsx workbook; rows are taken one by one, so that a long sheet stays small."""
    names = _names([each.name for each in sheets])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in _frame(names).items():
            packed.writestr(_part(name), _HEAD + text)
        for number, sheet in enumerate(sheets, start=1):
            with packed.open(_part(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in _sheet(sheet):
                    part.write(piece.encode())
    return written.getvalue()


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _names(wanted: Sequence[str]) -> list[str]:
    """Return names that every program takes, each once without regard to case."""
    taken: dict[str, str] = {}
    for each in wanted:
        plain = _NOT_IN_A_NAME.sub(" ", xml_text(each)).strip() or "Lembar"
        name, number = plain[:NAME_LENGTH], 2
        while name.casefold() in taken:
            tail = f" ({number})"
            name, number = plain[: NAME_LENGTH - len(tail)] + tail, number + 1
        taken[name.casefold()] = name
    return list(taken.values())


def _sheet(sheet: WrittenSheet) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    if sheet.widths:
        columns = (
            f'<col min="{at}" max="{at}" width="{width}" style="1" customWidth="1"/>'
            for at, width in enumerate(sheet.widths, start=1)
        )
        yield f"<cols>{''.join(columns)}</cols>"
    looks = (Look.BARE, Look.NUMBER) if sheet.is_data else (Look.PLAIN, Look.PLAIN)
    yield "<sheetData>"
    for line, row in enumerate(sheet.rows, start=1):
        cells = "".join(
            _cell(f"{column_letters(at)}{line}", cell, looks=looks) for at, cell in enumerate(row)
        )
        if cells:
            yield f'<row r="{line}">{cells}</row>'
    yield "</sheetData>"
    if sheet.merged:
        regions = "".join(f'<mergeCell ref="{each}"/>' for each in sheet.merged)
        yield f'<mergeCells count="{len(sheet.merged)}">{regions}</mergeCells>'
    turned = "landscape" if sheet.is_wide else "portrait"
    yield f'<pageSetup paperSize="9" orientation="{turned}" fitToHeight="0"/>'
    if sheet.footer:
        # A single & begins a code of the program.
        words = escape(xml_text(sheet.footer).replace("&", "&&"))
        yield f"<headerFooter><oddFooter>&amp;L{words}&amp;R&amp;P</oddFooter></headerFooter>"
    yield "</worksheet>"


def _cell(place: str, cell: Cell, *, looks: tuple[Look, Look]) -> str:
    """Return a cell in XML; ``looks`` are those of texts and of numbers that say none."""
    of_text, of_number = looks
    if cell is None or cell == "":
        return ""
    if isinstance(cell, int | Decimal):
        return f'<c r="{place}" s="{of_number:d}"><v>{cell}</v></c>'
    text, look = (cell.text, cell.look) if isinstance(cell, Styled) else (cell, of_text)
    text = xml_text(text)
    # An apostrophe that somebody wrote before a sign is read as written.
    text = text if unguarded(text) == text else guarded(text)
    kept = ' xml:space="preserve"' if text != " ".join(text.split()) else ""
    body = f"<is><t{kept}>{escape(text)}</t></is>"
    return f'<c r="{place}" s="{look:d}" t="inlineStr">{body}</c>'


def _frame(names: Sequence[str]) -> Mapping[str, str]:
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{each}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for each in numbers
    )
    relations = "".join(
        f'<Relationship Id="rId{each}" Type="{_OFFICE}/worksheet" '
        f'Target="worksheets/sheet{each}.xml"/>'
        for each in numbers
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{each}" r:id="rId{each}"/>'
        for each, name in zip(numbers, names, strict=True)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'{relations}<Relationship Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }


def _format(*, font: int, fill: int = 0, border: int = 0, across: str = "left") -> str:
    # 49 is the format "text"; the quote prefix keeps a program from reading the cell anew.
    return (
        f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        'quotePrefix="1" applyNumberFormat="1" applyAlignment="1">'
        f'<alignment horizontal="{across}" vertical="top" wrapText="1"/></xf>'
    )


_EDGES = "".join(f'<{each} style="thin"/>' for each in ("left", "right", "top", "bottom"))
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    '<font><sz val="10"/><name val="Calibri"/></font>'
    '<font><b/><sz val="12"/><name val="Calibri"/></font>'
    '<font><b/><sz val="10"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E7E7"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGES}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    f"{_format(font=0, border=1)}{_format(font=1, across='center')}"
    f"{_format(font=2, fill=2, border=1, across='center')}{_format(font=2, border=1)}"
    f"{_format(font=0)}{_format(font=0, across='center')}</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
