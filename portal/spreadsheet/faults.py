"""Why a file, or one of its rows, cannot be read as a table."""

from dataclasses import dataclass
from enum import StrEnum


class SheetFaultKind(StrEnum):
    """The facts for which a table is refused."""

    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    BROKEN_CSV = "broken_csv"
    BROKEN_WORKBOOK = "broken_workbook"
    TOO_LARGE = "too_large"
    REPEATED_COLUMN = "repeated_column"
    EXTRA_CELLS = "extra_cells"
    LONG_NUMBER = "long_number"


@dataclass(frozen=True, slots=True, order=True)
class SheetFault:
    """What is wrong in a line of the file (0: in the file as a whole)."""

    line: int
    kind: SheetFaultKind
    detail: str = ""


class UnreadableSheet(ValueError):
    """A file is no table at all; ``fault`` says why."""

    def __init__(self, kind: SheetFaultKind, *, line: int = 0, detail: str = "") -> None:
        super().__init__(f"{kind} at line {line}")
        self.fault = SheetFault(line, kind, detail)
