"""In which steps a share of people is told, so that five counts or more always stay possible."""

from dataclasses import dataclass
from functools import cache

from portal.statistics.disclosure import LEAST_GROUP

#: Fewer people than this and no share of them is told.
LEAST_PEOPLE = 20
#: A label or a silence leaves at least so many counts possible.
LEAST_POSSIBLE = 5
WHOLE = 100
# The lowest number of people of a class, and how many points its steps are wide.
_WIDTHS = ((20, 25), (25, 20), (50, 10), (100, 5))


@dataclass(frozen=True, slots=True)
class ShareStep:
    """A step of a share in per cent; the lowest and the highest are open to their side.

    The lowest holds up to ``upper``, the highest from ``lower`` on, both inclusive. Those
    between hold what is above ``lower`` up to ``upper``, the last of them without it.
    """

    lower: int
    upper: int


def step_width(people: int) -> int | None:
    """Return how many points the steps of a share of ``people`` are wide; None below twenty.

    Source: staff evaluation paper, section 14.
    """
    widths = [width for least, width in _WIDTHS if people >= least]
    return widths[-1] if widths else None


def size_class(people: int) -> tuple[int, int | None] | None:
    """Return the least and the most people of the class that the steps follow from.

    Both ends are inclusive; the most is None for the last class, all is None below twenty.
    """
    leasts = [least for least, _ in _WIDTHS]
    held = [least for least in leasts if people >= least]
    if not held:
        return None
    above = leasts[len(held) :]
    return held[-1], above[0] - 1 if above else None


@cache
def steps_of(people: int) -> tuple[ShareStep, ...]:
    """Return every step of a share of ``people``, the lowest first; none below twenty."""
    width = step_width(people)
    return tuple(ShareStep(low, low + width) for low in range(0, WHOLE, width)) if width else ()


def counts_in(step: ShareStep, people: int) -> range:
    """Return the counts of ``people`` whose share lies in the step, in whole numbers."""
    is_before_highest = 2 * step.upper - step.lower == WHOLE
    first = 0 if step.lower == 0 else step.lower * people // WHOLE + 1
    last = step.upper * people // WHOLE
    if step.upper == WHOLE:
        first = -(-step.lower * people // WHOLE)
    elif is_before_highest:
        last = -(-step.upper * people // WHOLE) - 1
    return range(first, last + 1)


def both_sides(people: int) -> range:
    """Return the counts that leave ten people or more on each side."""
    return range(LEAST_GROUP, people - LEAST_GROUP + 1)


@cache
def told_steps(people: int, *, among: range | None = None) -> tuple[ShareStep, ...]:
    """Return the steps that are told: each leaves five counts or more, and so does silence.

    :param among: the counts that are told at all, by another published rule; every count where
        None. What is told of one of these names no count outside.
    """
    allowed = range(people + 1) if among is None else among
    sizes = {step: len(_both(counts_in(step, people), allowed)) for step in steps_of(people)}
    told = [step for step, size in sizes.items() if size >= LEAST_POSSIBLE]
    silent = people + 1 - sum(sizes[step] for step in told)
    while told and 0 < silent < LEAST_POSSIBLE:
        smallest = min(told, key=lambda step: (sizes[step], -step.upper))
        told.remove(smallest)
        silent += sizes[smallest]
    return tuple(told)


def step_of(count: int, people: int, *, among: range | None = None) -> ShareStep | None:
    """Return the step in which ``count`` of ``people`` is told; None where silence is kept.

    :param among: as for :func:`told_steps`.
    """
    if among is not None and count not in among:
        return None
    told = told_steps(people, among=among)
    return next((step for step in told if count in counts_in(step, people)), None)


def _both(counts: range, allowed: range) -> range:
    return range(max(counts.start, allowed.start), min(counts.stop, allowed.stop))
