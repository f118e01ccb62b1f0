"""A line of a file that says what was reached, as values; and what it says of an indicator."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.evaluation.official.domain import FilePlace, OfficialFault, key, text_key
from portal.evaluation.official.targets import read_number
from portal.evaluation.official_forms.evaluation_layout import QUARTERS
from portal.evaluation.plans.domain import Indicator
from portal.evaluation.realisations.domain import LONGEST_REMARK
from portal.evaluation.realisations.evidence import MOST_LINKS
from portal.evaluation.work.domain import LONGEST_LINK, is_https
from portal.storage.spreadsheets.table import RowFault

# What a form's cell calls an https address among other words.
LINK = "Tautan:"
# What stands there instead of a value, or shows what cannot come in by a file.
PASSED_OVER = ("Tidak dapat diukur", "Tidak dilaporkan", "Angka portal:", "Berkas:")
_LAST_PERIOD = 99
_PERIOD_WORDS = ("TRIWULAN", "PERIODE", "TW")
_NUMBER_AND_UNIT = re.compile(r"\s*([\d.,]+)\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class ReachedLine:
    """What a file says was reached of an indicator in a period.

    :ivar number: staff number in its normal form.
    :ivar year: of the cycle; with ``span`` None where the file says the plan's days instead.
    :ivar cell: *realisasi* as it stands.
    :ivar is_form: whether value, remark and links stand together in ``cell``.
    """

    place: FilePlace
    number: str
    period: int
    result: str
    indicator: str
    cell: str
    year: int | None = None
    span: tuple[date, date] | None = None
    remark: str = ""
    links: tuple[str, ...] = ()
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class ReachedFile:
    """The lines of a file, and what is wrong with the others."""

    lines: tuple[ReachedLine, ...] = ()
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """What a line says of an indicator that is known.

    :ivar fault: why it cannot be taken in; the rest is empty then.
    """

    value: Decimal | None = None
    remark: str = ""
    links: tuple[str, ...] = ()
    fault: OfficialFault | None = None
    detail: str = field(default="", compare=False)

    @property
    def is_silent(self) -> bool:
        """Whether the line says nothing."""
        return self.value is None and not self.remark and not self.links


def reached(line: ReachedLine, indicator: Indicator) -> Reached:
    """Return what a line says of the indicator that it is about.

    A number is a value where nothing or the indicator's unit stands behind it. In a form's cell
    every other text is a remark, for its person to take the number from; in a table it is a fault.
    """
    if line.is_form:
        return _checked(_of_form(line, indicator))
    if indicator.target is None:
        remark = "\n".join(filter(None, (line.cell, line.remark)))
        return _checked(Reached(None, remark, line.links))
    value = value_in(line.cell, indicator)
    if line.cell and value is None:
        return Reached(fault=OfficialFault.NOT_A_NUMBER, detail=line.cell)
    return _checked(Reached(value, line.remark, line.links))


def value_in(text: str, indicator: Indicator) -> Decimal | None:
    """Return the number of a text that is a number alone, or with the indicator's unit."""
    found = _NUMBER_AND_UNIT.fullmatch(text)
    if found is None or text_key(found[2]) not in {"", text_key(indicator.unit)}:
        return None
    return number_in(found[1])


def number_in(text: str) -> Decimal | None:
    """Return the number of a text; a workbook stores decimals with a point, whatever it shows."""
    is_decimal = read_number(text) is None and text.count(".") == 1
    return read_number(text.replace(".", ",") if is_decimal else text)


def quarter_in(text: str) -> int | None:
    """Return which period ``TRIWULAN III``, ``III``, ``3`` or ``PERIODE 5`` means.

    None for the year (AKHIR) and for what is none.
    """
    word = key(text)
    for each in _PERIOD_WORDS:
        word = word.removeprefix(each)
    if word in QUARTERS:
        return QUARTERS.index(word) + 1
    is_number = word.isascii() and word.isdecimal() and 0 < int(word) <= _LAST_PERIOD
    return int(word) if is_number else None


def _of_form(line: ReachedLine, indicator: Indicator) -> Reached:
    said = [each.strip() for each in line.cell.splitlines() if each.strip()]
    told = [each for each in said if not each.startswith(PASSED_OVER)]
    links = [each.removeprefix(LINK).strip() for each in told if each.startswith(LINK)]
    words = [each for each in told if not each.startswith(LINK)]
    value = None
    if words and indicator.target is not None:
        value = value_in(words[0], indicator)
    return Reached(value, "\n".join(words if value is None else words[1:]), tuple(links))


def _checked(found: Reached) -> Reached:
    if len(found.remark) > LONGEST_REMARK:
        return Reached(fault=OfficialFault.TOO_LONG, detail=f"{LONGEST_REMARK}")
    for each in found.links:
        if not is_https(each) or len(each) > LONGEST_LINK:
            return Reached(fault=OfficialFault.NOT_A_LINK, detail=each[:80])
    if len(found.links) > MOST_LINKS:
        return Reached(fault=OfficialFault.TOO_MANY_LINKS, detail=f"{MOST_LINKS}")
    return found
