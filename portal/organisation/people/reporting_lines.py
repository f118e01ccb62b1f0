"""Who reports to whom from which day on: dated lines, and what is wrong with a set of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby


class LineKind(StrEnum):
    """In which capacity a superior holds a line."""

    DEFINITIVE = "definitive"
    #: *Plt*: holds the vacant post of the superior.
    ACTING = "acting"
    #: *Plh*: stands in for some days while the superior is away.
    DAILY_ACTING = "daily_acting"


class LineFaultKind(StrEnum):
    """What is wrong with lines."""

    OWN_SUPERIOR = "own_superior"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    OVERLAP = "overlap"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """A person reports to a superior from ``starts_on`` to ``ends_on``, both inclusive.

    :ivar ends_on: None while it has no end.
    """

    person_id: int
    superior_id: int
    starts_on: date
    ends_on: date | None = None
    kind: LineKind = LineKind.DEFINITIVE

    def covers(self, on: date) -> bool:
        """Return whether the line holds on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class LineFault:
    """One fault, the people it is about and the first day on which it holds.

    :ivar people: of an overlap the person, then the two superiors; of a circle everybody in it,
        each followed by the superior, from the lowest number; else the person.
    """

    kind: LineFaultKind
    people: tuple[int, ...]
    first_on: date


def line_faults(lines: Sequence[ReportingLine]) -> tuple[LineFault, ...]:
    """Return everything that is wrong with ``lines``; nothing when they can be kept.

    A person has one line a day, nobody is the own superior, directly or round a circle, on any
    day, and no line ends before it begins. A circle that an overlap hides is found once the
    overlap is gone.

    :param lines: of everybody, in any order.
    """
    broken = [fault for line in lines for fault in _own_faults(line)]
    sound = [line for line in lines if not any(_own_faults(line))]
    return (*broken, *_overlaps(sound), *_circles(sound))


def _own_faults(line: ReportingLine) -> Iterator[LineFault]:
    if line.person_id == line.superior_id:
        yield LineFault(LineFaultKind.OWN_SUPERIOR, (line.person_id,), line.starts_on)
    if line.ends_on is not None and line.ends_on < line.starts_on:
        yield LineFault(LineFaultKind.ENDS_BEFORE_IT_BEGINS, (line.person_id,), line.starts_on)


def _overlaps(lines: Sequence[ReportingLine]) -> Iterator[LineFault]:
    in_order = sorted(lines, key=lambda line: (line.person_id, line.starts_on))
    for person_id, own in groupby(in_order, key=lambda line: line.person_id):
        longest, *others = own
        for line in others:
            if longest.covers(line.starts_on):
                people = (person_id, longest.superior_id, line.superior_id)
                yield LineFault(LineFaultKind.OVERLAP, people, line.starts_on)
            longest = max(longest, line, key=_end)


def _end(line: ReportingLine) -> date:
    return date.max if line.ends_on is None else line.ends_on


def _circles(lines: Sequence[ReportingLine]) -> Iterator[LineFault]:
    """Return each circle once: it closes on a day on which one of its lines begins."""
    current: dict[int, ReportingLine] = {}
    named: set[tuple[int, ...]] = set()
    in_order = sorted(lines, key=lambda line: line.starts_on)
    for day, begun in groupby(in_order, key=lambda line: line.starts_on):
        beginning = list(begun)
        current |= {line.person_id: line for line in beginning}
        for line in beginning:
            circle = _circle_from(line.person_id, current=current, on=day)
            if circle and circle not in named:
                named.add(circle)
                yield LineFault(LineFaultKind.CIRCLE, circle, day)


def _circle_from(person_id: int, *, current: dict[int, ReportingLine], on: date) -> tuple[int, ...]:
    """Return the circle that leads back to a person, from its lowest number; empty for none."""
    chain = [person_id]
    while (line := current.get(chain[-1])) is not None and line.covers(on):
        if line.superior_id == person_id:
            lowest = chain.index(min(chain))
            return (*chain[lowest:], *chain[:lowest])
        if line.superior_id in chain:
            return ()
        chain.append(line.superior_id)
    return ()
