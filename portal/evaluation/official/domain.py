"""Values of a file of the official record, its fixed words, and its faults."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from portal.evaluation.plans.domain import AppendixKind, Approach, BehaviourValue
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.planning import ResultKind


class OfficialFault(StrEnum):
    """Why a file, a sheet or a row is refused, beside what is wrong with any table."""

    # A sheet that is no plan of today.
    OLDER_FORM = "older_form"
    OTHER_FORM = "other_form"
    UNKNOWN_FORM = "unknown_form"
    HIDDEN_SHEET = "hidden_sheet"
    PERIOD_UNREADABLE = "period_unreadable"
    NO_RESULTS = "no_results"
    # A person.
    NUMBER_MISSING = "number_missing"
    NOT_A_STAFF_NUMBER = "not_a_staff_number"
    NUMBER_LOST_DIGITS = "number_lost_digits"
    CITIZENS_NUMBER = "citizens_number"
    UNKNOWN_PERSON = "unknown_person"
    TWICE = "twice"
    # A cell.
    MISSING_VALUE = "missing_value"
    TOO_LONG = "too_long"
    UNKNOWN_WORD = "unknown_word"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NO_RESULT_ABOVE = "no_result_above"
    ZERO_TARGET = "zero_target"
    NOT_A_LINK = "not_a_link"
    NOT_A_TIME = "not_a_time"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    # What is recorded here.
    NO_OPEN_CYCLE = "no_open_cycle"
    OTHER_DAYS = "other_days"
    SENT_ALREADY = "sent_already"
    AGREED_BY_BOTH = "agreed_by_both"
    OVER = "over"
    NO_PLAN = "no_plan"
    DAY_AHEAD = "day_ahead"
    DAY_CLOSED = "day_closed"
    DAY_WITHOUT_POST = "day_without_post"
    ACTIVITY_SENT = "activity_sent"
    # What was reached.
    NOT_A_QUARTER = "not_a_quarter"
    TOO_MANY_LINKS = "too_many_links"
    NO_AGREED_PLAN = "no_agreed_plan"
    NO_SUCH_INDICATOR = "no_such_indicator"
    INDICATOR_TWICE = "indicator_twice"
    PERIOD_AHEAD = "period_ahead"
    REALISED_OTHERWISE = "realised_otherwise"


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where something stands in a file; ``sheet`` is empty for a text file."""

    line: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class OfficialIndicator:
    """An indicator as a file says it; None for what the file does not say.

    :ivar target: the cell's text, number and unit together, as it stands.
    :ivar line: where it stands in the file; no part of what it says.
    """

    text: str
    target: str = ""
    aspect: Aspect | None = None
    direction: Direction | None = None
    method: str | None = None
    source: str | None = None
    weight: int | None = None
    quarters: tuple[Decimal, ...] | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """A result with its indicators; None for what the file does not say.

    :ivar serves: the leader's result that it serves, in words.
    :ivar line: where it stands in the file; no part of what it says.
    """

    text: str
    kind: ResultKind
    serves: str | None = None
    assigned_by: str | None = None
    indicators: tuple[OfficialIndicator, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OfficialPerson:
    """One of the two blocks above a form; empty where nothing stands."""

    name: str = ""
    number: str = ""
    rank: str = ""
    post: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OfficialPlan:
    """A plan as a file says it.

    :ivar number: staff number in its normal form.
    :ivar starts_on: with ``ends_on`` the first and last day, both inclusive; None where the
        file does not say them.
    :ivar official_number: reference of the official record; empty where the file has none.
    :ivar expectations: the leader's, by value; values without one are left out.
    :ivar results: empty in a report that only says who has a plan.
    """

    place: FilePlace
    number: str
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    approach: Approach | None = None
    official_number: str = ""
    results: tuple[OfficialResult, ...] = ()
    expectations: Mapping[BehaviourValue, str] = field(default_factory=dict)
    appendix: Mapping[AppendixKind, str] = field(default_factory=dict)


_OTHER = re.compile(r"[\W_]+")
_GROUP = re.compile(r"(?:[ABC]|I{1,3}|[123])?[.)]?\s*(.+)")
ASPECTS: Mapping[Aspect, str] = MappingProxyType(
    {
        Aspect.QUANTITY: "Kuantitas",
        Aspect.QUALITY: "Kualitas",
        Aspect.TIME: "Waktu",
        Aspect.COST: "Biaya",
    }
)
DIRECTIONS: Mapping[Direction, str] = MappingProxyType(
    {Direction.HIGHER: "Naik", Direction.LOWER: "Turun", Direction.RANGE: "Tepat"}
)
KINDS: Mapping[ResultKind, str] = MappingProxyType(
    {ResultKind.MAIN: "Utama", ResultKind.ADDITIONAL: "Tambahan"}
)
APPROACHES: Mapping[Approach, str] = MappingProxyType(
    {Approach.QUANTITATIVE: "Kuantitatif", Approach.QUALITATIVE: "Kualitatif"}
)
VALUES: Mapping[BehaviourValue, str] = MappingProxyType(
    {
        BehaviourValue.SERVICE: "Berorientasi Pelayanan",
        BehaviourValue.ACCOUNTABLE: "Akuntabel",
        BehaviourValue.COMPETENT: "Kompeten",
        BehaviourValue.HARMONIOUS: "Harmonis",
        BehaviourValue.LOYAL: "Loyal",
        BehaviourValue.ADAPTIVE: "Adaptif",
        BehaviourValue.COLLABORATIVE: "Kolaboratif",
    }
)
LEVELS: Mapping[ExpectationLevel, str] = MappingProxyType(
    {
        ExpectationLevel.BELOW: "Di bawah ekspektasi",
        ExpectationLevel.MEETS: "Sesuai ekspektasi",
        ExpectationLevel.ABOVE: "Di atas ekspektasi",
    }
)
PREDICATES: Mapping[Predicate, str] = MappingProxyType(
    {
        Predicate.VERY_POOR: "Sangat kurang",
        Predicate.POOR: "Kurang/misconduct",
        Predicate.NEEDS_IMPROVEMENT: "Butuh perbaikan",
        Predicate.GOOD: "Baik",
        Predicate.VERY_GOOD: "Sangat baik",
    }
)
#: Three guides of each value (SE MenPANRB 20/2021), in short.
GUIDES: Mapping[BehaviourValue, tuple[str, str, str]] = MappingProxyType(
    {
        BehaviourValue.SERVICE: (
            "memahami dan memenuhi kebutuhan masyarakat",
            "ramah, cekatan, solutif, dan dapat diandalkan",
            "melakukan perbaikan tiada henti",
        ),
        BehaviourValue.ACCOUNTABLE: (
            "jujur, bertanggung jawab, cermat, disiplin, berintegritas tinggi",
            "memakai barang milik negara dengan bertanggung jawab, efektif, dan efisien",
            "tidak menyalahgunakan kewenangan jabatan",
        ),
        BehaviourValue.COMPETENT: (
            "meningkatkan kompetensi diri",
            "membantu orang lain belajar",
            "melaksanakan tugas dengan kualitas terbaik",
        ),
        BehaviourValue.HARMONIOUS: (
            "menghargai setiap orang apa pun latar belakangnya",
            "suka menolong orang lain",
            "membangun lingkungan kerja yang kondusif",
        ),
        BehaviourValue.LOYAL: (
            "setia pada Pancasila, UUD 1945, NKRI, dan pemerintahan yang sah",
            "menjaga nama baik ASN, pimpinan, instansi, dan negara",
            "menjaga rahasia jabatan dan negara",
        ),
        BehaviourValue.ADAPTIVE: (
            "cepat menyesuaikan diri dengan perubahan",
            "terus berinovasi",
            "bertindak proaktif",
        ),
        BehaviourValue.COLLABORATIVE: (
            "memberi kesempatan kepada orang lain untuk berkontribusi",
            "terbuka bekerja sama",
            "menggerakkan sumber daya untuk tujuan bersama",
        ),
    }
)
APPENDIX: Mapping[AppendixKind, str] = MappingProxyType(
    {
        AppendixKind.RESOURCES: "DUKUNGAN SUMBER DAYA",
        AppendixKind.ACCOUNTABILITY: "SKEMA PERTANGGUNGJAWABAN",
        AppendixKind.CONSEQUENCES: "KONSEKUENSI",
    }
)
NOTHING = "-"
EXPECTATION = "Ekspektasi Khusus Pimpinan:"


def key(text: str) -> str:
    """Return a fixed word as it is compared: letters and digits, without case."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", text)).upper()


def text_key(text: str) -> str:
    """Return what a person wrote as it is compared: as a cell says it, without case or blanks."""
    return " ".join(unicodedata.normalize("NFKC", said(text)).casefold().split())


def said(text: str) -> str:
    """Return a cell's text, empty where it says that there is nothing."""
    text = text.strip().lstrip(":").strip()
    return "" if text in {NOTHING, "--", "\u2013"} else text


def group_of(text: str) -> ResultKind | None:
    """Return which results follow a group line such as ``B. TAMBAHAN``; None for other texts.

    What the leader ordered beside the plan is read as additional.
    """
    found = _GROUP.fullmatch(text.strip())
    word = key(found[1]) if found else ""
    if word in {"UTAMA", "KINERJAUTAMA", "HASILKERJAUTAMA"}:
        return ResultKind.MAIN
    if word in {"TAMBAHAN", "KINERJATAMBAHAN", "HASILKERJATAMBAHAN", "INSTRUKSIKHUSUSPIMPINAN"}:
        return ResultKind.ADDITIONAL
    return None


_VALUES = {key(word): value for value, word in VALUES.items()}
_APPENDIX = {key(word): kind for kind, word in APPENDIX.items()}
_ASPECTS = {key(word): aspect for aspect, word in ASPECTS.items()}


def value_of(text: str) -> BehaviourValue | None:
    """Return which of the seven values a cell names, or None."""
    return _VALUES.get(key(text))


def appendix_of(text: str) -> AppendixKind | None:
    """Return which part of the annex a section line begins, numbered or not; None for others."""
    word = key(text)
    found = (kind for name, kind in _APPENDIX.items() if word.endswith(name))
    kind = next(found, None)
    return kind if kind and len(word) - len(key(APPENDIX[kind])) <= len("III") else None


def aspect_of(text: str) -> Aspect | None:
    """Return the aspect that a cell names, or None."""
    return _ASPECTS.get(key(text))
