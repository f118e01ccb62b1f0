"""The letters of a text file: which encoding it is in, by one rule.

A byte order mark decides: UTF-8 or UTF-16. Without one a text is UTF-8; what is no UTF-8 is
Windows-1252, in which spreadsheet programs on Windows save CSV, unless it also holds letters
that are written as UTF-8 writes them: then somebody mixed two encodings, and it is refused.
"""

import codecs
import re

from portal.storage.spreadsheets.table import TableFaultKind, unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A letter of two to four bytes as UTF-8 writes it.
_UTF8_LETTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decoded(content: bytes) -> str:
    """Return the text of a file.

    :raises UnreadableTable: with the line, when it is no text or mixes two encodings.
    """
    text = _decoded(content)
    control = _CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise unreadable(TableFaultKind.NOT_TEXT, line=line)
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _text(content[len(mark) :], encoding)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(content):
            line = content.count(b"\n", 0, error.start) + 1
            raise unreadable(TableFaultKind.MIXED_ENCODING, line=line) from error
    return _text(content, "windows-1252")


def _text(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, "replace").count("\n") + 1
        raise unreadable(TableFaultKind.NOT_TEXT, line=line) from error
