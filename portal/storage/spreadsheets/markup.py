"""Reads XML that strangers wrote: no document types, no entities, bounded depth."""

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from portal.storage.spreadsheets.limits import TableLimits
from portal.storage.spreadsheets.table import TableFaultKind, unreadable

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
# Different names of elements in one document.
MOST_NAMES = 2_000


class MarkupReader:
    """What is done at the start and at the end of elements; names are given without prefix.

    ``texts`` collects character data while ``is_collecting`` is set.
    """

    starts: Mapping[str, Start]
    ends: Mapping[str, End]

    def __init__(self) -> None:
        self.starts, self.ends = {}, {}
        self.is_collecting = False
        self.texts: list[str] = []

    def collect(self, _: Attributes) -> None:
        """Begin to collect text."""
        self.is_collecting = True

    def take_text(self) -> str:
        """Return the text collected so far and begin anew."""
        text = "".join(self.texts)
        self.texts.clear()
        self.is_collecting = False
        return text


class Budget:
    """How many elements may still be read, in all documents that share it."""

    def __init__(self, elements: int) -> None:
        self.left = elements


def read_markup(
    chunks: Iterable[bytes], reader: MarkupReader, *, limits: TableLimits, budget: Budget
) -> None:
    """Feed ``chunks`` of one XML document to ``reader``.

    :param budget: what is left for this document and others; every element costs time, also
        one that nothing is done with.
    :raises UnreadableTable: for a document type, which only an attacker writes, or deep XML,
        for more elements than the budget has, or a tag of endless attributes.
    :raises xml.parsers.expat.ExpatError: when it is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    events = _Events(reader, most_levels=limits.depth, budget=budget)
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    given = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        given += len(chunk)
        # What is not understood yet is one tag, and the parser begins anew with every chunk.
        if given - parser.CurrentByteIndex > limits.markup_bytes:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "markup")
    parser.Parse(b"", True)


class _Events:
    """Passes what the parser finds on to a reader, and counts the levels."""

    def __init__(self, reader: MarkupReader, *, most_levels: int, budget: Budget) -> None:
        self._reader, self._most_levels, self._budget = reader, most_levels, budget
        self._level = 0
        # What is done by name as it stands in the document, so that it is looked up once.
        self._starts: dict[str, Start | None] = {}
        self._ends: dict[str, End | None] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        self._level += 1
        if self._level > self._most_levels:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "depth")
        if self._budget.left <= 0:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "elements")
        self._budget.left -= 1
        if name not in self._starts:
            self._learn(name)
        act = self._starts[name]
        if act is not None:
            act(attributes)

    def end(self, name: str) -> None:
        self._level -= 1
        act = self._ends[name]
        if act is not None:
            act()

    def text(self, text: str) -> None:
        if self._reader.is_collecting:
            self._reader.texts.append(text)

    def _learn(self, name: str) -> None:
        if len(self._starts) >= MOST_NAMES:
            raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "names")
        plain = name.rpartition(":")[2]
        self._starts[name] = self._reader.starts.get(plain)
        self._ends[name] = self._reader.ends.get(plain)


def _refuse_document_type(*_: object) -> None:
    raise unreadable(TableFaultKind.UNSAFE_WORKBOOK, "DOCTYPE")
