"""Review of a release: what it shows and hides, read from its own table of figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import HEADLINE
from portal.time.months import PeriodKind

# Nothing is kept back there: nobody came, nobody rated, nobody was asked.
NOTHING_THERE = frozenset({Reason.NOT_MEASURED, Reason.NO_VISITS, Reason.NOT_ASKED})
Json = Mapping[str, Any]
Key = tuple[str, str, str]


class Category(StrEnum):
    """What kind of figure a line is: a place's own, one beside it, one element of it.

    A quarter, half-year or year is ``LONGER``; its elements stand or fall with it.
    """

    CITY = "city"
    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"
    DESK = "desk"
    POOLED = "pooled"
    UNVERIFIED = "unverified"
    ELEMENT = "element"
    LONGER = "longer"


class Past(StrEnum):
    """What the release of the month before said of the same figure."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    ABSENT = "absent"


PLACES = (Category.AGENCY, Category.UNIT, Category.SERVICE, Category.DESK)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One figure of a release; ``reason`` is None when it is shown.

    ``element`` is empty but for elements; ``past`` is None when there was no release before.
    """

    category: Category
    address: str
    name: str
    element: str
    period: str
    n: int | None
    reason: Reason | None
    past: Past | None = None

    @property
    def key(self) -> Key:
        """What the same figure is found by in another release."""
        return self.category, self.address, self.element

    @property
    def is_newly_hidden(self) -> bool:
        """Whether readers saw this figure in the month before and will not now."""
        return self.reason is not None and self.past is Past.SHOWN

    @property
    def is_newly_shown(self) -> bool:
        """Whether readers see this figure now and did not in the month before."""
        return self.reason is None and self.past in {Past.HIDDEN, Past.ABSENT}


@dataclass(frozen=True, slots=True)
class Review:
    """Every figure of a release, and the places of the month before that are gone."""

    lines: tuple[ReviewLine, ...]
    gone: tuple[ReviewLine, ...] = ()

    @property
    def shown(self) -> int:
        """How many figures readers will see."""
        return sum(line.reason is None for line in self.lines)

    @property
    def kept_back(self) -> int:
        """How many figures are there and hidden; what nobody rated is not among them."""
        return sum(
            line.reason is not None and line.reason not in NOTHING_THERE for line in self.lines
        )

    @property
    def hidden(self) -> tuple[ReviewLine, ...]:
        """Every figure without a value, with its reason."""
        return tuple(line for line in self.lines if line.reason is not None)

    @property
    def newly_hidden(self) -> tuple[ReviewLine, ...]:
        """What was shown in the month before and is hidden now."""
        return tuple(line for line in self.lines if line.is_newly_hidden)

    @property
    def newly_shown(self) -> int:
        """How many figures are shown now that were not in the month before."""
        return sum(line.is_newly_shown for line in self.lines)

    def by_reason(self) -> Mapping[Reason | None, Counter[Category]]:
        """Return how many figures of each category are shown (None) or hidden for a reason.

        Shown ones come first, then the reasons in their own order.
        """
        found: dict[Reason | None, Counter[Category]] = {None: Counter()}
        found |= {reason: Counter() for reason in Reason}
        for line in self.lines:
            found[line.reason][line.category] += 1
        return {reason: counts for reason, counts in found.items() if counts or reason is None}


def review_of(figures: Json, before: Json | None = None) -> Review:
    """Return the review of a release.

    :param figures: its flat document, decoded.
    :param before: that of the month before, or None when there was no release.
    """
    earlier = {line.key: line for line in _lines(before)} if before else None
    lines = tuple(_lines(figures, earlier=earlier))
    now = {line.key for line in lines}
    gone = (line for key, line in (earlier or {}).items() if key not in now)
    return Review(lines, tuple(line for line in gone if line.category in PLACES))


def _lines(
    figures: Json, *, earlier: Mapping[Key, ReviewLine] | None = None
) -> Iterator[ReviewLine]:
    """Give a line for every figure; the elements of a hidden place only repeat what it says."""
    columns = figures["columns"]
    is_shown: dict[str, bool] = {}
    for values in figures["rows"]:
        row = dict(zip(columns, values, strict=True))
        address, is_element = row["address"], row["element"] != HEADLINE
        if row.get("series", PeriodKind.MONTH) != PeriodKind.MONTH:
            if not is_element:
                yield _line(row, category=Category.LONGER, earlier=None)
            continue
        if is_element and not is_shown[address]:
            continue
        category = _category(row, is_second=address in is_shown)
        is_shown.setdefault(address, row["suppressed"] is None)
        yield _line(row, category=category, earlier=earlier)


def _category(row: Json, *, is_second: bool) -> Category:
    """Return what a row is; a place's second headline is that of its unverified ratings."""
    if row["element"] != HEADLINE:
        return Category.ELEMENT
    if is_second:
        return Category.UNVERIFIED
    return Category.POOLED if row["kind"] == PlaceKind.OTHER else Category(row["kind"])


def _line(row: Json, *, category: Category, earlier: Mapping[Key, ReviewLine] | None) -> ReviewLine:
    past = None
    if earlier is not None:
        found = earlier.get((category, row["address"], row["element"]))
        past = Past.ABSENT if found is None else Past.HIDDEN if found.reason else Past.SHOWN
    return ReviewLine(
        category=category,
        address=row["address"],
        name=row["name"],
        element=row["element"],
        period=row["period"],
        n=row["n"],
        reason=Reason(row["suppressed"]) if row["suppressed"] else None,
        past=past,
    )


def matching(
    lines: Iterable[ReviewLine],
    *,
    category: str = "",
    reason: str = "",
    change: str = "",
    words: str = "",
) -> list[ReviewLine]:
    """Return the lines that fit every filter that is not empty.

    :param change: ``hidden`` for those that the month before still showed.
    :param words: looked for in names and addresses.
    """
    sought = words.casefold()
    return [
        line
        for line in lines
        if category in {"", line.category}
        and reason in {"", line.reason}
        and (not change or line.is_newly_hidden)
        and (sought in line.name.casefold() or sought in line.address)
    ]
