"""The elements of the survey, levels and counts of answers, and the dated rules of figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Self

from portal.time.months import Month, month_of, months_back


class Element(StrEnum):
    """What a citizen rates; stored by this key, never by its code.

    Source: Permen PANRB 14/2017, annex, elements of the satisfaction survey.
    """

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    TIME = "time"
    COST = "cost"
    PRODUCT = "product"
    COMPETENCE = "competence"
    CONDUCT = "conduct"
    COMPLAINTS = "complaints"
    FACILITIES = "facilities"


ELEMENTS: tuple[Element, ...] = tuple(Element)

N_ = str  # gettext's customary name: marks a text for the catalogue, which translates it on a page

# What people call an element, in the language of the sources: on every page, in every chart.
ELEMENT_NAMES: Mapping[Element, str] = MappingProxyType(
    {
        Element.REQUIREMENTS: N_("Persyaratan"),
        Element.PROCEDURE: N_("Prosedur"),
        Element.TIME: N_("Waktu penyelesaian"),
        Element.COST: N_("Biaya"),
        Element.PRODUCT: N_("Hasil layanan"),
        Element.COMPETENCE: N_("Kecakapan petugas"),
        Element.CONDUCT: N_("Sikap petugas"),
        Element.COMPLAINTS: N_("Penanganan pengaduan"),
        Element.FACILITIES: N_("Sarana dan prasarana"),
    }
)

# What the regulation calls it; never translated.
LEGAL_ELEMENT_NAMES: Mapping[Element, str] = MappingProxyType(
    {
        Element.REQUIREMENTS: "Persyaratan",
        Element.PROCEDURE: "Sistem, Mekanisme, dan Prosedur",
        Element.TIME: "Waktu Penyelesaian",
        Element.COST: "Biaya/Tarif",
        Element.PRODUCT: "Produk Spesifikasi Jenis Pelayanan",
        Element.COMPETENCE: "Kompetensi Pelaksana",
        Element.CONDUCT: "Perilaku Pelaksana",
        Element.COMPLAINTS: "Penanganan Pengaduan, Saran dan Masukan",
        Element.FACILITIES: "Sarana dan Prasarana",
    }
)

# One word for each in files that offices write.
_WORDS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku")
ELEMENT_WORDS: Mapping[str, Element] = MappingProxyType(
    dict(zip((*_WORDS, "pengaduan", "sarana"), ELEMENTS, strict=True))
)

# Price, rules and parking are not an officer's doing: these two alone are theirs.
OFFICER_ELEMENTS: tuple[Element, ...] = (Element.COMPETENCE, Element.CONDUCT)

# An answer has four levels and no neutral middle.
LOWEST_LEVEL = 1
HIGHEST_LEVEL = 4
LEVELS: tuple[int, ...] = tuple(range(LOWEST_LEVEL, HIGHEST_LEVEL + 1))


class ElementCodes(StrEnum):
    """By which list the codes U1 to U9 are shown; a code is a label for display only.

    Source: Permen PANRB 14/2017, whose body has complaint handling as U8 and facilities as U9;
    its questionnaire has them the other way round.
    """

    REGULATION = "regulation"
    QUESTIONNAIRE = "questionnaire"

    @property
    def order(self) -> tuple[Element, ...]:
        """Every element, from U1 to U9."""
        if self is ElementCodes.REGULATION:
            return ELEMENTS
        return (*ELEMENTS[:-2], *reversed(ELEMENTS[-2:]))

    def code(self, element: Element) -> str:
        """Return the code of an element, such as ``U3``."""
        return f"U{self.order.index(element) + 1}"


class LevelOutOfRange(ValueError):
    """An answer is none of the four levels."""


def checked_level(level: int) -> int:
    """Return ``level`` when it is one of the four an answer can have.

    :param level: 1 (lowest) to 4 (highest), both inclusive.
    :raises LevelOutOfRange: for any other number.
    """
    if level not in LEVELS:
        raise LevelOutOfRange(f"an answer is {LOWEST_LEVEL} to {HIGHEST_LEVEL}, not {level!r}")
    return level


class NoAnswers(ValueError):
    """A mean or an index was asked for where nobody answered."""


class InvalidLevelCounts(ValueError):
    """Counts of answers are not four numbers of zero or more."""


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """The number of answers at levels 1, 2, 3 and 4, in this order.

    :raises InvalidLevelCounts: when there are not four counts or one is below zero.
    """

    answers: tuple[int, ...] = (0,) * len(LEVELS)

    def __post_init__(self) -> None:
        if len(self.answers) != len(LEVELS) or min(self.answers) < 0:
            raise InvalidLevelCounts(f"expected {len(LEVELS)} counts from 0 up: {self.answers}")

    @classmethod
    def of_levels(cls, levels: Iterable[int]) -> Self:
        """Count single answers.

        :param levels: one number 1 to 4 per answer, in any order.
        :raises LevelOutOfRange: for an answer outside 1 to 4.
        """
        given = [checked_level(level) for level in levels]
        return cls(tuple(given.count(level) for level in LEVELS))

    @property
    def n(self) -> int:
        """The number of answers."""
        return sum(self.answers)

    @property
    def total(self) -> int:
        """The sum of the answers."""
        return sum(level * count for level, count in zip(LEVELS, self.answers, strict=True))

    @property
    def nrr(self) -> Fraction:
        """The mean answer (nilai rata-rata), exact, from 1 to 4.

        :raises NoAnswers: when there is no answer.
        """
        if not self.n:
            raise NoAnswers("no answer was given to this element")
        return Fraction(self.total, self.n)

    def __add__(self, other: "LevelCounts") -> "LevelCounts":
        """Return the counts of both groups of answers together."""
        pairs = zip(self.answers, other.answers, strict=True)
        return LevelCounts(tuple(mine + theirs for mine, theirs in pairs))


@dataclass(frozen=True, slots=True)
class ElementCounts(Mapping[Element, LevelCounts]):
    """Counts per element, in the survey's order; an element without answers is absent.

    ``by_element`` holds nine counts in the order of ``ELEMENTS``; build one with ``of``.
    """

    by_element: tuple[LevelCounts, ...] = (LevelCounts(),) * len(ELEMENTS)

    @classmethod
    def of(cls, counts: Mapping[Element, LevelCounts]) -> Self:
        """Take counts from any mapping; elements that are missing have no answers."""
        return cls(tuple(counts.get(element, LevelCounts()) for element in ELEMENTS))

    @classmethod
    def of_ballots(cls, ballots: Iterable[Mapping[Element, int]]) -> Self:
        """Count questionnaires; an element that a ballot leaves out counts nowhere.

        :param ballots: per respondent, the level 1 to 4 given to each element answered.
        :raises LevelOutOfRange: for an answer outside 1 to 4.
        """
        rows = tuple(ballots)
        return cls(
            tuple(
                LevelCounts.of_levels(row[element] for row in rows if element in row)
                for element in ELEMENTS
            )
        )

    def __getitem__(self, element: Element) -> LevelCounts:
        """Return the counts of an element that was answered; KeyError for any other."""
        counts = self.by_element[ELEMENTS.index(element)] if element in ELEMENTS else LevelCounts()
        if not counts.n:
            raise KeyError(element)
        return counts

    def __iter__(self) -> Iterator[Element]:
        """Give the elements that have answers, in the survey's order."""
        pairs = zip(ELEMENTS, self.by_element, strict=True)
        return (element for element, counts in pairs if counts.n)

    def __len__(self) -> int:
        """Return the number of elements that have answers."""
        return sum(1 for counts in self.by_element if counts.n)

    def __add__(self, other: "ElementCounts") -> "ElementCounts":
        """Return the counts of both groups of questionnaires together."""
        pairs = zip(self.by_element, other.by_element, strict=True)
        return ElementCounts(tuple(mine + theirs for mine, theirs in pairs))


MIN_RESPONDENTS = 30
MAX_RESPONDENTS_NEEDED = 1000


@dataclass(frozen=True, slots=True)
class FigureRules:
    """What is in force in a month.

    ``least_mean`` respondents make a mean (30 or more); ``not_experienced`` elements may be
    skipped by a citizen; ``since`` is the month the newest of these settings took effect, None
    for what the operator set before the first change was recorded.
    """

    least_mean: int = MIN_RESPONDENTS
    not_experienced: frozenset[Element] = frozenset()
    since: Month | None = None

    def is_same(self, other: "FigureRules") -> bool:
        """Return whether both have the same effect, whenever they began."""
        mine = self.least_mean, self.not_experienced
        return mine == (other.least_mean, other.not_experienced)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A decision as it was recorded: the rules, from ``rules.since`` on, when and by whom."""

    rules: FigureRules
    decided_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of every month: those at the beginning and each change, in order of decision.

    Of several changes for one month the last decided is in force.
    """

    initial: FigureRules = FigureRules()
    changes: tuple[FigureRules, ...] = ()

    def in_month(self, month: Month) -> FigureRules:
        """Return what is in force in ``month``, such as ``2026-11``."""
        found = self.initial
        for each in self.changes:
            if (found.since or "") <= (each.since or "") <= month:
                found = each
        return found

    def skippable_by(self, month: Month) -> frozenset[Element]:
        """Return the elements that citizens may have skipped in ratings counted up to ``month``.

        A rating may wait for its batch, so that one given under earlier rules is counted later.
        """
        months = {each.since for each in self.changes if each.since and each.since <= month}
        in_force = (self.in_month(each).not_experienced for each in months)
        return self.initial.not_experienced.union(*in_force)


def rules_of_operator(keys: Iterable[str]) -> FigureRules:
    """Return what is in force before the first recorded change.

    :param keys: elements that may be skipped, as the setting names them.
    :raises ValueError: when one of them is no element.
    """
    return FigureRules(not_experienced=frozenset(map(Element, keys)))


def next_month(today: date) -> Month:
    """Return the first month that a decision of ``today`` can be for."""
    return months_back(month_of(today), months=-1)
