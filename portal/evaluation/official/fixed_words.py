"""Fixed words of the official forms, and how they are compared: letters and digits only."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from portal.evaluation.plans.domain import AppendixKind, Approach, BehaviourValue
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.planning import ResultKind

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
