"""What is counted of complaints, and how much of it the public may read without finding anyone.

Every figure is rounded down to a multiple of five, each half-year is counted once, and what is
counted never changes. So whoever keeps every page finds at least five possible values for each
count, shown or not: there is nothing to subtract one page from another for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median_low

# Below this an addressee is pooled: a single complaint among few could be laid at a door.
FEWEST_RECEIVED = 10
FEWEST_ANSWERED = 5
STEP = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Exact counts of one addressee, over complaints of one half-year.

    ``answer_days`` are the working days from receiving to answering of each that was answered;
    ``hidden`` maps a reason code, ``appeals`` an outcome, to how many there were.
    """

    received: int = 0
    answered_in_time: int = 0
    overdue: int = 0
    answer_days: tuple[int, ...] = ()
    hidden: Mapping[str, int] = field(default_factory=dict)
    appeals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """Counts as the public reads them: multiples of five, 0 for fewer than five.

    ``hidden`` and ``appeals`` hold what occurred five times or more. ``median_days`` is a whole
    number of working days, so that it does not tell whether the answers are even in number;
    None where fewer than five were answered.
    """

    received: int
    answered: int
    answered_in_time: int
    overdue: int
    median_days: int | None
    hidden: Mapping[str, int]
    appeals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CountLine:
    """One line of the public table: one addressee (None: the inspectorate), or several pooled.

    ``counts`` is None where even together there are too few.
    """

    addressees: tuple[int | None, ...]
    counts: PublicCounts | None


def for_public(counts: Mapping[int | None, Counts]) -> tuple[CountLine, ...]:
    """Return the lines of the public table, in the order of ``counts``; the pooled one last.

    Who received fewer than ten is pooled. No total stands beside the lines, so that nothing
    can be found by taking one from another.

    :param counts: every addressee there was, also who received nothing: that is hidden too.
    """
    shown = [key for key, each in counts.items() if each.received >= FEWEST_RECEIVED]
    few = tuple(key for key in counts if key not in shown)
    lines = [CountLine((key,), _public(counts[key])) for key in shown]
    if not few:
        return tuple(lines)
    pool = _sum(counts[key] for key in few)
    if pool.received < FEWEST_RECEIVED:
        return (*lines, CountLine(few, None))
    return (*lines, CountLine(few, _public(pool, most=_most_of_pool(len(few)))))


def _most_of_pool(members: int) -> int:
    """Return up to where a pool's figures are told, of ``members`` with fewer than ten each.

    Above it each member would have to be near its highest, nine.
    """
    return _down((FEWEST_RECEIVED - 1) * (members - 1) + STEP)


def _public(counts: Counts, *, most: int | None = None) -> PublicCounts:
    days = counts.answer_days

    def told(count: int) -> int:
        return _down(count) if most is None else min(_down(count), most)

    return PublicCounts(
        received=told(counts.received),
        answered=told(len(days)),
        answered_in_time=told(counts.answered_in_time),
        overdue=told(counts.overdue),
        median_days=median_low(days) if len(days) >= FEWEST_ANSWERED else None,
        hidden={word: told(count) for word, count in _often(counts.hidden)},
        appeals={word: told(count) for word, count in _often(counts.appeals)},
    )


def _down(count: int) -> int:
    return count - count % STEP


def _often(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what occurred five times or more; nothing tells whether the rest occurred at all."""
    return [(word, count) for word, count in sorted(counts.items()) if count >= STEP]


def _sum(parts: Iterable[Counts]) -> Counts:
    found = list(parts)
    return Counts(
        received=sum(each.received for each in found),
        answered_in_time=sum(each.answered_in_time for each in found),
        overdue=sum(each.overdue for each in found),
        answer_days=tuple(day for each in found for day in each.answer_days),
        hidden=_added(each.hidden for each in found),
        appeals=_added(each.appeals for each in found),
    )


def _added(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for word, count in part.items():
            total[word] = total.get(word, 0) + count
    return total
