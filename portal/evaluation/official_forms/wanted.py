"""Which official forms somebody wants, of a plan or of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.storage.spreadsheets.writing import WrittenSheet

WrittenSheets = Sequence[WrittenSheet]
#: Titles of documents, by the kind of form; nobody's name stands in one.
PLAN_TITLE = "Sasaran Kinerja Pegawai"
EVALUATION_TITLE = "Evaluasi Kinerja Pegawai"


class WantedKind(StrEnum):
    """Kinds of form that are written of a plan."""

    PLAN = "skp"
    QUARTER = "evaluasi"
    YEAR = "evaluasi-tahun"


@dataclass(frozen=True, slots=True)
class WantedForm:
    """A plan, one of its periods (``period`` from 1), or its year."""

    kind: WantedKind
    period: int | None = None

    @property
    def title(self) -> str:
        """What the document is called."""
        return PLAN_TITLE if self.kind is WantedKind.PLAN else EVALUATION_TITLE

    @property
    def look(self) -> str:
        """How looks at what it says are named in the audit log."""
        looks = {WantedKind.PLAN: "plan", WantedKind.QUARTER: "quarter"}
        return looks.get(self.kind, "result")

    @property
    def name(self) -> str:
        """The beginning of a file's name; it says nothing about anybody."""
        return f"{self.kind}-{self.period}" if self.period else f"{self.kind}"


@dataclass(frozen=True, slots=True)
class WrittenForms:
    """The forms of one plan."""

    plan_id: int
    person_id: int
    sheets: WrittenSheets


@dataclass(frozen=True, slots=True)
class FormsToPrint:
    """Sheets for one PDF.

    :ivar title: of the document, such as ``Sasaran Kinerja Pegawai``; nobody's name.
    :ivar day: on which it is printed.
    :ivar made: stands below every page: that day, and by which rules.
    """

    title: str
    institution: str
    day: date
    sheets: WrittenSheets
    made: str
    is_demo: bool = False


def wanted_of(text: str) -> WantedForm | None:
    """Return the form of a choice: ``skp``, ``evaluasi-2``, ``evaluasi-tahun``; None for others."""
    if text in {WantedKind.PLAN, WantedKind.YEAR}:
        return WantedForm(WantedKind(text))
    word, _, number = text.rpartition("-")
    is_period = word == WantedKind.QUARTER and number.isdecimal() and number.isascii()
    return WantedForm(WantedKind.QUARTER, int(number)) if is_period else None
