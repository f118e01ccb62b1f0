"""The texts that the cells of a workbook share."""

from portal.storage.spreadsheets.markup import Attributes, MarkupReader
from portal.storage.spreadsheets.table import TableFaultKind, unreadable


class SharedTexts(MarkupReader):
    """The shared strings of a workbook, in order, without phonetic readings.

    :raises UnreadableTable: when there are more than ``most``.
    """

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self.found: list[str] = []
        self._most = most
        self._pieces: list[str] = []
        self._is_phonetic = False
        self.starts = {"si": self._begin, "t": self._begin_text, "rPh": self._begin_phonetic}
        self.ends = {"si": self._end, "t": self._end_text, "rPh": self._end_phonetic}

    def _begin(self, _: Attributes) -> None:
        if len(self.found) >= self._most:
            raise unreadable(TableFaultKind.TOO_MANY_TEXTS, str(self._most))
        self._pieces.clear()

    def _begin_text(self, _: Attributes) -> None:
        self.is_collecting = not self._is_phonetic

    def _end_text(self) -> None:
        self._pieces.append(self.take_text())

    def _begin_phonetic(self, _: Attributes) -> None:
        self._is_phonetic = True

    def _end_phonetic(self) -> None:
        self._is_phonetic = False

    def _end(self) -> None:
        self.found.append("".join(self._pieces))
