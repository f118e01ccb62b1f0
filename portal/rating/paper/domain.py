"""Paper questionnaires: the period they cover, and one row of a file as answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.organisation.places.catalogue import Catalogue, Desk, Service, Unit
from portal.rating.answers.answers import PROFILE_ANSWERS, ProfileField
from portal.rating.answers.submission import GivenAnswers, Terms, faults_of_answers
from portal.storage.spreadsheets.numbers import NotANumber, read_whole
from portal.storage.spreadsheets.table import IGNORED, ExplainedColumn, RowFault, heading_key
from portal.survey.elements import ELEMENT_WORDS, ELEMENTS, LEVELS, Element
from portal.time.months import MONTHS_OF, CalendarPeriod, InvalidPeriod, Month, MonthRange

REASON_LENGTH = 500
PLACES = ("unit", "service", "desk")
COLUMNS: tuple[str, ...] = (*map(str, ELEMENTS), *PLACES, *map(str, PROFILE_ANSWERS))
# What forms call the elements; sources disagree on which is U8 and which U9.
CODES = tuple(f"u{number}" for number in range(1, len(ELEMENTS) + 1))
# The headings of the template, what stands below them, and further ones that offices write.
EXPLAINED: Mapping[str, ExplainedColumn] = {
    **{
        word.upper(): ExplainedColumn("1, 2, 3, 4, atau kosong bila tidak dijawab", "4")
        for word in ELEMENT_WORDS
    },
    "KODE UNIT": ExplainedColumn("kode unit di instansi ini, bila tertulis di kuesioner"),
    "KODE LAYANAN": ExplainedColumn("kode layanan di instansi ini, bila tertulis"),
    "KODE LOKET": ExplainedColumn("kode loket di instansi ini, bila tertulis"),
    "JENIS KELAMIN": ExplainedColumn("perempuan atau laki-laki", "perempuan"),
    "USIA": ExplainedColumn("umur dalam tahun", "34"),
    "PENDIDIKAN": ExplainedColumn("SD, SMP, SMA, D3, S1, atau S2 ke atas", "SMA"),
    "PEKERJAAN": ExplainedColumn(
        "PNS, TNI/Polri, swasta, wiraswasta, petani/nelayan, pelajar/mahasiswa, ibu rumah tangga, "
        "atau lainnya",
        "wiraswasta",
    ),
}
MEANINGS: Mapping[str, str] = {
    **{heading_key(heading): name for heading, name in zip(EXPLAINED, COLUMNS, strict=True)},
    "umur": "age",
    "gender": "sex",
    "layanan": "service",
    "loket": "desk",
}


# What a batch of questionnaires covers.
PaperPeriod = CalendarPeriod


class PeriodUnknown(ValueError):
    """A period is not written as a month, quarter, half-year or year."""


class MeaningUnknown(ValueError):
    """A text does not say which column a heading stands for."""


class PaperFaultKind(StrEnum):
    """Why a row of a file of questionnaires is refused, or its heading."""

    CODE_WITHOUT_MEANING = "code_without_meaning"
    NO_ELEMENT = "no_element"
    NOT_A_LEVEL = "not_a_level"
    NOTHING_ANSWERED = "nothing_answered"
    NOT_ASKED = "not_asked"
    UNKNOWN_PLACE = "unknown_place"
    NOT_OFFERED = "not_offered"
    UNKNOWN_ANSWER = "unknown_answer"


def paper_period(label: str) -> CalendarPeriod:
    """Return the period written as ``2026-03``, ``2026-Q1``, ``2026-H1`` or ``2026``.

    :raises PeriodUnknown: for any other text.
    """
    try:
        return CalendarPeriod.of(label.strip().upper())
    except InvalidPeriod as error:
        raise PeriodUnknown(
            f"a period is written 2026-03, 2026-Q1, 2026-H1 or 2026, not {label!r}"
        ) from error


def period_between(first: Month, last: Month) -> CalendarPeriod:
    """Return the month, quarter, half-year or year from ``first`` to ``last``, both inclusive."""
    length = len(MonthRange(first, last).months)
    kind = next(kind for kind, months in MONTHS_OF.items() if months == length)
    return CalendarPeriod(kind, int(first[:4]), (int(first[5:]) - 1) // length + 1)


def column_meaning(text: str) -> tuple[str, str]:
    """Return heading and column of a text such as ``U1=requirements`` or ``No Resp=-``.

    :raises MeaningUnknown: when it is no pair, or names no column of a file.
    """
    heading, _, column = (part.strip() for part in text.rpartition("="))
    if not heading_key(heading) or column.lower() not in (*COLUMNS, IGNORED):
        raise MeaningUnknown(text)
    return heading_key(heading), column.lower()


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One respondent on paper: levels 1 to 4, where it was as far as the file says, profile."""

    scores: Mapping[Element, int]
    unit_id: int | None = None
    desk_id: int | None = None
    service_id: int | None = None
    profile: Mapping[str, str] = field(default_factory=dict)


class PaperReader:
    """Turns rows of one agency's file into answers, or says all that is wrong with a row."""

    def __init__(
        self, places: Catalogue, *, agency_id: int, terms: Terms, months: Sequence[Month]
    ) -> None:
        """Read rows of the agency's places, answered in one of ``months``."""
        self._faults: list[RowFault] = []
        self._places = places
        self._terms = terms
        self._months = months
        self._agency_id = agency_id

    def read(self, cells: Mapping[str, str], *, line: int) -> PaperRow | list[RowFault]:
        """Return a row's answers, or everything that is wrong with it.

        :param cells: text by column of ``COLUMNS``; an empty cell says nothing.
        :param line: the row's line in its file, for the faults.
        """
        self._faults = []
        row = PaperRow(
            scores=self._scores(cells, line=line),
            profile=self._profile(cells, line=line),
            **self._place(cells, line=line),
        )
        if not self._faults and not row.scores:
            self._fault(line, "", kind=PaperFaultKind.NOTHING_ANSWERED)
        self._check_offer(row, line=line)
        return self._faults or row

    def _scores(self, cells: Mapping[str, str], *, line: int) -> dict[Element, int]:
        scores = {}
        for element in ELEMENTS:
            text = cells.get(element, "")
            if not text:
                continue
            level = _level(text)
            if level is None:
                self._fault(line, element, kind=PaperFaultKind.NOT_A_LEVEL, detail=text)
            else:
                scores[element] = level
        return scores

    def _profile(self, cells: Mapping[str, str], *, line: int) -> dict[str, str]:
        profile = {}
        for name, answers in PROFILE_ANSWERS.items():
            answer = answer_key(str(name), cells.get(name, ""))
            if answer in answers:
                profile[str(name)] = answer
            elif answer:
                self._fault(line, name, kind=PaperFaultKind.UNKNOWN_ANSWER, detail=answer)
        return profile

    def _place(self, cells: Mapping[str, str], *, line: int) -> dict[str, int | None]:
        known: dict[str, Mapping[str, Unit | Service | Desk]] = {
            "unit": self._places.units_by_code,
            "service": self._places.services_by_code,
            "desk": self._places.desks_by_code,
        }
        found: dict[str, int | None] = {}
        for column, by_code in known.items():
            code = cells.get(column, "")
            place = by_code.get(code)
            is_own = place is not None and place.agency_id == self._agency_id
            if code and not is_own:
                self._fault(line, column, kind=PaperFaultKind.UNKNOWN_PLACE, detail=code)
            found[f"{column}_id"] = place.id if place and is_own else None
        desk = self._places.desks.get(found["desk_id"] or 0)
        if desk:
            found["unit_id"] = found["unit_id"] or desk.unit_id
        return found

    def _check_offer(self, row: PaperRow, *, line: int) -> None:
        """Find a desk of another unit, a service not offered there, an element not asked."""
        desk = self._places.desks.get(row.desk_id or 0)
        if desk and row.unit_id and desk.unit_id != row.unit_id:
            self._fault(line, "desk", kind=PaperFaultKind.NOT_OFFERED, detail=desk.code)
        given = GivenAnswers(row.desk_id, row.service_id, row.scores.keys(), is_whole=False)
        for fault in faults_of_answers(given, self._terms, months=self._months):
            if fault.element is None:
                code = self._places.services[row.service_id or 0].code
                self._fault(line, "service", kind=PaperFaultKind.NOT_OFFERED, detail=code)
            else:
                self._fault(line, fault.element, kind=PaperFaultKind.NOT_ASKED)

    def _fault(self, line: int, column: str, *, kind: PaperFaultKind, detail: str = "") -> None:
        self._faults.append(RowFault(line, str(column), kind, detail))


def _level(text: str) -> int | None:
    """Return an answer of 1 to 4 by its value (``4.0`` is 4), or None."""
    try:
        level = read_whole(text)
    except NotANumber:
        return None
    return level if level in LEVELS else None


_ANSWERS: Mapping[str, str] = {
    **dict.fromkeys(("perempuan", "wanita", "p", "pr"), "female"),
    **dict.fromkeys(("laki laki", "pria", "l", "lk"), "male"),
    **dict.fromkeys(("sd", "mi", "tidak sekolah"), "primary"),
    **dict.fromkeys(("smp", "mts", "sltp"), "junior_secondary"),
    **dict.fromkeys(("sma", "smk", "ma", "slta"), "senior_secondary"),
    **dict.fromkeys(("d1", "d2", "d3", "diploma"), "diploma"),
    **dict.fromkeys(("s1", "d4", "sarjana"), "bachelor"),
    **dict.fromkeys(("s2", "s3", "magister", "doktor", "s2 ke atas"), "postgraduate"),
    **dict.fromkeys(("pns", "asn", "pppk"), "civil_servant"),
    **dict.fromkeys(("tni", "polri", "tni polri"), "military_police"),
    **dict.fromkeys(("swasta", "pegawai swasta", "karyawan"), "private_employee"),
    **dict.fromkeys(("wiraswasta", "wirausaha", "pedagang"), "self_employed"),
    **dict.fromkeys(("petani", "nelayan", "petani nelayan"), "farmer_fisher"),
    **dict.fromkeys(("pelajar", "mahasiswa", "pelajar mahasiswa"), "student"),
    **dict.fromkeys(("ibu rumah tangga", "irt"), "homemaker"),
    "lainnya": "other",
}
_FIRST_YEARS = ((56, "from_56"), (46, "46_to_55"), (36, "36_to_45"), (26, "26_to_35"))
ADULT, OLDEST = 18, 120


def answer_key(name: str, text: str) -> str:
    """Return the key of an answer about oneself, in either language; another text as it is.

    :param name: the field, such as ``age``; an age in whole years is the group that holds it.
    """
    if name == ProfileField.AGE and text.isascii() and text.isdigit() and 0 < int(text) <= OLDEST:
        years = int(text)
        younger = "18_to_25" if years >= ADULT else "to_17"
        return next((group for first, group in _FIRST_YEARS if years >= first), younger)
    plain = " ".join(re.sub(r"[-/.]", " ", text.casefold()).split())
    plain = re.sub(r"^([ds]) (?=\d)", r"\1", plain)
    found = _ANSWERS.get(plain)
    return found if found in PROFILE_ANSWERS[ProfileField(name)] else text
