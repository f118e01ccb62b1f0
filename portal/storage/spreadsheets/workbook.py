"""The visible sheets of an .xlsx workbook; everything is read within bounds."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from xml.parsers import expat

from portal.storage.spreadsheets.archive import WorkbookArchive
from portal.storage.spreadsheets.limits import TableLimits
from portal.storage.spreadsheets.markup import Attributes, MarkupReader
from portal.storage.spreadsheets.sheet import Book, SheetEnded, SheetReader
from portal.storage.spreadsheets.styles import Styles
from portal.storage.spreadsheets.table import Grid, TableFaultKind, UnreadableTable, unreadable
from portal.storage.spreadsheets.texts import SharedTexts

# A workbook is an archive of foreign files: whatever its parsers stumble over, it is broken.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    path: str


class WorkbookSheets:
    """The sheets of a workbook that people see, in their order.

    :ivar hidden: the names of the sheets that people do not see.
    :raises UnreadableTable: when it is broken, another kind of file, or larger than ``limits``.
    """

    def __init__(self, content: bytes, *, limits: TableLimits) -> None:
        self._limits = limits
        with _broken_is_refused():
            self._archive = WorkbookArchive(content, limits=limits)
            path = self._path()
            relations = self._archive.related(path)
            outline = _Outline()
            self._archive.read(path, outline)
            self._sheets = [
                _Sheet(name, relations[key][1])
                for name, key in outline.visible
                if relations[key][0] == "worksheet"
            ]
            if len(self._sheets) > limits.sheets:
                raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "sheets")
            self.hidden = tuple(outline.hidden)
            targets = dict(relations.values())
            texts, styles = SharedTexts(most=limits.texts), Styles()
            for kind, reader in (("sharedStrings", texts), ("styles", styles)):
                if targets.get(kind, "") in self._archive:
                    self._archive.read(targets[kind], reader)
        self._book = Book(texts.found, styles.dates, outline.is_from_1904)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return tuple(sheet.name for sheet in self._sheets)

    def grids(self, *, last_line: int | None = None) -> Iterator[Grid]:
        """Return the sheets one after the other.

        :param last_line: the last line to read of each, inclusive; None for all.
        """
        for sheet in self._sheets:
            yield self._grid(sheet, last_line=last_line)

    def grid(self, name: str) -> Grid:
        """Return all rows of the sheet ``name``."""
        sheet = next(each for each in self._sheets if each.name == name)
        return self._grid(sheet, last_line=None)

    def _grid(self, sheet: _Sheet, *, last_line: int | None) -> Grid:
        reader = SheetReader(sheet.name, self._book, limits=self._limits, last_line=last_line)
        with _broken_is_refused(sheet.name), suppress(SheetEnded):
            self._archive.read(sheet.path, reader, is_sheet=True)
        return Grid(reader.rows, sheet.name, reader.merged)

    def _path(self) -> str:
        """Return where the archive says its workbook is."""
        if "mimetype" in self._archive:
            raise unreadable(TableFaultKind.OTHER_FORMAT)
        for kind, target in self._archive.related("").values():
            if kind == "officeDocument":
                if not target.lower().endswith(".xml") or target not in self._archive:
                    raise unreadable(TableFaultKind.OTHER_FORMAT)
                return target
        return "xl/workbook.xml"


class _Outline(MarkupReader):
    """Names of the sheets that are not hidden, with the ids of their parts."""

    def __init__(self) -> None:
        super().__init__()
        self.visible: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        self.is_from_1904 = False
        self.starts = {"sheet": self._sheet, "workbookPr": self._properties}

    def _sheet(self, attributes: Attributes) -> None:
        if attributes.get("state", "visible") == "visible":
            key = next(
                (value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), ""
            )
            self.visible.append((attributes.get("name", ""), key))
        else:
            self.hidden.append(attributes.get("name", ""))

    def _properties(self, attributes: Attributes) -> None:
        self.is_from_1904 = attributes.get("date1904", "") in {"1", "true"}


@contextmanager
def _broken_is_refused(sheet: str = "") -> Iterator[None]:
    """Turn what a parser stumbles over into the refusal of the workbook."""
    try:
        yield
    except UnreadableTable:
        raise
    except _BROKEN as error:
        raise unreadable(TableFaultKind.BROKEN_WORKBOOK, sheet=sheet) from error
