"""What is counted of complaints, and how much of it the public may read without finding anyone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median

# Below these nothing is shown: a single complaint among few could be laid at somebody's door.
FEWEST_RECEIVED = 10
FEWEST_ANSWERED = 5
FEWEST_IN_CELL = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Exact counts of one addressee, over complaints of closed months.

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
    """Counts as the public reads them; in ``hidden`` and ``appeals`` None stands for 1 to 4.

    ``median_days`` are working days; None where fewer than five were answered.
    """

    received: int
    answered: int
    answered_in_time: int
    overdue: int
    median_days: float | None
    hidden: Mapping[str, int | None]
    appeals: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class CountLine:
    """One line of the public table: one addressee (None: the inspectorate), or several pooled.

    ``counts`` is None where even together there are too few.
    """

    addressees: tuple[int | None, ...]
    counts: PublicCounts | None


def closed_year(today: date) -> tuple[date, date]:
    """Return the first day (inclusive) and the last (exclusive) of the twelve closed months."""
    end = today.replace(day=1)
    return end.replace(year=end.year - 1), end


def for_public(counts: Mapping[int | None, Counts]) -> tuple[CountLine, ...]:
    """Return the lines of the public table, in the order of ``counts``; the pooled one last.

    Who received fewer than ten is pooled. No total stands beside the lines, so that nothing
    can be found by taking one from another.
    """
    shown = [key for key, each in counts.items() if each.received >= FEWEST_RECEIVED]
    few = tuple(key for key in counts if key not in shown)
    lines = [CountLine((key,), _public(counts[key])) for key in shown]
    if not few:
        return tuple(lines)
    pool = _sum(counts[key] for key in few)
    is_enough = pool.received >= FEWEST_RECEIVED
    return (*lines, CountLine(few, _public(pool) if is_enough else None))


def _public(counts: Counts) -> PublicCounts:
    days = counts.answer_days
    return PublicCounts(
        received=counts.received,
        answered=len(days),
        answered_in_time=counts.answered_in_time,
        overdue=counts.overdue,
        median_days=float(median(days)) if len(days) >= FEWEST_ANSWERED else None,
        hidden=_cells(counts.hidden),
        appeals=_cells(counts.appeals),
    )


def _cells(counts: Mapping[str, int]) -> dict[str, int | None]:
    return {
        word: count if count >= FEWEST_IN_CELL else None for word, count in sorted(counts.items())
    }


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
