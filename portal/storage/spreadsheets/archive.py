"""The packed parts of a workbook, unpacked piece by piece within bounds."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from portal.storage.spreadsheets.limits import KIBIBYTE, TableLimits
from portal.storage.spreadsheets.markup import Attributes, Budget, MarkupReader, read_markup
from portal.storage.spreadsheets.table import TableFaultKind, unreadable

CHUNK_BYTES = 64 * KIBIBYTE
SIGNATURE = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class WorkbookArchive:
    """A workbook's archive; a part's name is looked up in small letters.

    :raises UnreadableTable: when it holds too many or too large parts, a name twice, or what
        is encrypted or packed in an unusual way.
    """

    def __init__(self, content: bytes, *, limits: TableLimits) -> None:
        if content.count(_ENTRY) > limits.parts:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "parts")
        self._limits = limits
        self._left_bytes = limits.unpacked_bytes
        self._sheets = Budget(limits.elements)
        self._others = Budget(limits.other_elements)
        self._packed = zipfile.ZipFile(io.BytesIO(content))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in self._packed.infolist():
            self._add(part)

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name.lower() in self._parts

    def read(self, name: str, reader: MarkupReader, *, is_sheet: bool = False) -> None:
        """Feed the XML of a part to ``reader``.

        :param is_sheet: sheets may have more elements than everything else.
        :raises KeyError: when there is no such part.
        """
        part = self._parts[name.lower()]
        budget = self._sheets if is_sheet else self._others
        read_markup(self._chunks(part), reader, limits=self._limits, budget=budget)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of each relation of a part, by its id; none without the file.

        The kind is the last word of the relation's type; ``""`` stands for the archive itself.
        """
        folder, base = posixpath.split(name)
        relations = _Relations(folder)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path in self:
            self.read(path, relations)
        return relations.found

    def _add(self, part: zipfile.ZipInfo) -> None:
        name = part.filename.replace("\\", "/").lower()
        if name in self._parts:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "twice")
        if part.flag_bits & _IS_ENCRYPTED:
            raise unreadable(TableFaultKind.OTHER_FORMAT)
        if part.compress_type not in _METHODS:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "method")
        self._parts[name] = part

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        # The library unpacks no more of a part than the size it declares.
        if part.file_size > self._left_bytes:
            raise unreadable(TableFaultKind.TOO_MANY_BYTES, str(self._limits.unpacked_bytes))
        with self._packed.open(part) as packed:
            while chunk := packed.read(CHUNK_BYTES):
                self._left_bytes -= len(chunk)
                yield chunk


class _Relations(MarkupReader):
    """The relations of a part: kind and target by id."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}
        self._folder = folder
        self.starts = {"Relationship": self._relation}

    def _relation(self, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "").replace("\\", "/")
        path = target if target.startswith("/") else f"/{self._folder}/{target}"
        self.found[attributes.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
