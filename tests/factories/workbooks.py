"""Workbooks written by hand, part by part, so that a test can spoil any of them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Parts = dict[str, bytes]


def workbook(*rows: Sequence[Any]) -> bytes:
    """Return a workbook as a program writes it."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def relations(*pairs: tuple[str, str]) -> bytes:
    """Return relations rId1, rId2 ... of kind and target."""
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'.encode()


def sheet(cells: str, *, extra: str = "") -> bytes:
    """Return a sheet; ``cells`` are its rows as XML."""
    return f"<worksheet {MAIN}><sheetData>{cells}</sheetData>{extra}</worksheet>".encode()


def parts(
    *sheets: bytes,
    states: Sequence[str] = (),
    texts: bytes = b"",
    styles: bytes = b"",
    properties: str = "",
) -> Parts:
    """Return the parts of a workbook with ``sheets`` named S1, S2 ..."""
    kinds = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="S{at}" sheetId="{at}" r:id="rId{at}"'
        + (f' state="{states[at - 1]}"' if at <= len(states) and states[at - 1] else "")
        + "/>"
        for at in range(1, len(sheets) + 1)
    )
    book = f'<workbook {MAIN} xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
    found = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book.encode(),
    }
    if texts:
        kinds.append(("sharedStrings", "sharedStrings.xml"))
        found["xl/sharedStrings.xml"] = texts
    if styles:
        kinds.append(("styles", "styles.xml"))
        found["xl/styles.xml"] = styles
    found["xl/_rels/workbook.xml.rels"] = relations(*kinds)
    for at, content in enumerate(sheets, start=1):
        found[f"xl/worksheets/sheet{at}.xml"] = content
    return found


def by_hand(*sheets: bytes, **options: Any) -> bytes:
    """Return a workbook of ``sheets``; see ``parts``."""
    return packed(parts(*sheets, **options))


def text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def row_of(*cells: str, line: int | None = None, attributes: str = "") -> str:
    number = "" if line is None else f' r="{line}"'
    return f"<row{number}{attributes}>{''.join(cells)}</row>"


def texts_row(*texts: str, line: int | None = None, attributes: str = "") -> str:
    return row_of(*map(text_cell, texts), line=line, attributes=attributes)


def four_million_texts() -> bytes:
    """Return about 100 kB that unpack to four million empty shared strings."""
    texts = f"<sst {MAIN}>".encode() + b"<si/>" * 4_000_000 + b"</sst>"
    return by_hand(sheet(texts_row("kind", "code")), texts=texts)
