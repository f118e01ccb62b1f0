"""Places found by words of their names, as people type them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

LONGEST_QUERY = 80
MOST_RESULTS = 60
MOST_WORDS = 8
QUERIES_KEPT = 256
# How well a word of the query fits a word of a name; less than LEAST_ALIKE is another word.
WHOLE, BEGINNING, WITHIN, RUN_TOGETHER, ALIKE = 1.0, 0.95, 0.9, 0.85, 0.7
# One slip in five letters: twice the letters in common over all letters of both words.
LEAST_ALIKE = 0.8
MOST_ALIKE = 12
# A word this short has too many that are alike, and stands within too many.
SHORTEST_GUESSED = 4
# Of two spellings of a sound one is kept: ijin and izin, photo and foto, kecamatan Soetomo.
VARIANTS = (
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("kh", "h"),
    ("sy", "s"),
    ("ph", "f"),
    ("z", "j"),
    ("v", "f"),
    ("x", "ks"),
)
NO_WORD = re.compile(r"[^\w]+")
TWICE = re.compile(r"(\w)\1+")


class NamedPlace(Protocol):
    """What is found: a place with the names of those that it is in, empty where in none."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def code(self) -> str:
        """Its public code."""

    @property
    def unit(self) -> str:
        """The name of its unit."""

    @property
    def agency(self) -> str:
        """The name of its agency."""

    @property
    def address(self) -> str:
        """What no other has, for a fixed order."""

    @property
    def is_retired(self) -> bool:
        """Whether it is no longer there."""


Entry = TypeVar("Entry", bound=NamedPlace)


@dataclass(frozen=True, slots=True)
class _SearchLine(Generic[Entry]):
    """An entry made ready: the words of its names, the name alone, and all words run together."""

    entry: Entry
    words: frozenset[str]
    name: str
    together: str


class SearchIndex(Generic[Entry]):
    """Places made ready for being found; what was asked lately is not looked for again."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lines = [_line(entry) for entry in entries]
        self._vocabulary = frozenset(word for line in self._lines for word in line.words)
        self._found = lru_cache(maxsize=QUERIES_KEPT)(self._search)

    def matching(self, query: str) -> tuple[Entry, ...]:
        """Return the entries whose name, code, unit or agency fits the words of ``query``.

        A word fits where it is one of the names' words, the beginning or a part of one, or alike
        but for a slip. Where nothing fits every word, what fits half of them is found. The best
        fit comes first, then whose own name fits, then by name; retired places last. At most
        ``MOST_RESULTS`` are returned; of the query ``LONGEST_QUERY`` characters and ``MOST_WORDS``
        words count.
        """
        wanted = tuple(spelled(query[:LONGEST_QUERY]).split()[:MOST_WORDS])
        return self._found(wanted) if wanted else ()

    def _search(self, wanted: tuple[str, ...]) -> tuple[Entry, ...]:
        alike = [self._alike(word) for word in wanted]
        fits = {
            line: [
                _fit(word, alike=near, line=line) for word, near in zip(wanted, alike, strict=True)
            ]
            for line in self._lines
        }
        found = {line: sum(each) for line, each in fits.items() if all(each)}
        if not found:
            half = len(wanted) / 2
            found = {line: sum(each) for line, each in fits.items() if _hits(each) >= max(half, 1)}
        beginning = " ".join(wanted)
        ordered = sorted(
            found,
            key=lambda line: (
                line.entry.is_retired,
                -round(found[line], 1),
                -_hits([_fit_of_own(each, line) for each in alike]),
                not line.name.startswith(beginning),
                line.name,
                line.entry.address,
            ),
        )
        return tuple(line.entry for line in ordered[:MOST_RESULTS])

    def _alike(self, word: str) -> Mapping[str, float]:
        """Return how well ``word`` fits each word of all names that it fits at all."""
        fits = {known: fit for known in self._vocabulary if (fit := _fit_of_words(word, known))}
        if fits or len(word) < SHORTEST_GUESSED:
            return fits
        near = get_close_matches(word, self._vocabulary, n=MOST_ALIKE, cutoff=LEAST_ALIKE)
        return dict.fromkeys(near, ALIKE)


def spelled(text: str) -> str:
    """Return ``text`` for comparison: no capitals, accents or signs, one spelling a sound."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    for variant, kept in VARIANTS:
        plain = plain.replace(variant, kept)
    return " ".join(TWICE.sub(r"\1", NO_WORD.sub(" ", plain)).split())


def _line(entry: Entry) -> _SearchLine[Entry]:
    line = spelled(f"{entry.name} {entry.code} {entry.unit} {entry.agency}")
    return _SearchLine(
        entry,
        words=frozenset(line.split()),
        name=spelled(entry.name),
        together=line.replace(" ", ""),
    )


def _fit(word: str, *, alike: Mapping[str, float], line: _SearchLine[Entry]) -> float:
    best = max((alike[each] for each in line.words if each in alike), default=0.0)
    is_long = len(word) >= SHORTEST_GUESSED
    return best or (RUN_TOGETHER if is_long and word in line.together else 0.0)


def _fit_of_own(alike: Mapping[str, float], line: _SearchLine[Entry]) -> float:
    """Return how well a word fits the place's own name, which counts before those around it."""
    return max((alike[each] for each in line.name.split() if each in alike), default=0.0)


def _fit_of_words(word: str, known: str) -> float:
    if word == known:
        return WHOLE
    if known.startswith(word):
        return BEGINNING
    return WITHIN if len(word) >= SHORTEST_GUESSED and word in known else 0.0


def _hits(fits: list[float]) -> int:
    return sum(1 for each in fits if each)
