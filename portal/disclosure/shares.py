"""Constraints from tables of shares and counts: yearly profile, wishes, levels, moderation."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from portal.disclosure.figures import COMMENTS, COUNT_STEP, Constraint, Count, Ends, Rules
from portal.statistics.disclosure import LEAST_GROUP

Json = Mapping[str, Any]

WISHES = "reasons"
ANSWERS = "answers"
OTHER = "other"
PERCENT_STEP = 5
PERCENT_FINE_FROM = 100
# Twice a whole, so that half a step of rounding stays a whole number.
DOUBLED = 200
HUNDREDTHS = 100
LEVELS = (1, 2, 3, 4)


def breakdown_constraints(
    breakdown: Json, address: str, *, rules: Rules | None = None
) -> Iterator[Constraint]:
    """Give what an agency's yearly profile by one field, or its wishes, tells."""
    table = breakdown["field"]
    year = str(breakdown["year"])
    whole = Count((address,), year, (), table)
    least = (rules or Rules()).least_mean
    if breakdown["n"] is None:
        yield Constraint.on(whole, (1, least - 1), source=f"{address} {table}: suppressed")
        return
    lower, upper = count_bounds(breakdown["n"])
    yield Constraint.on(whole, (max(lower, least), upper), source=f"{address} {table}: n")
    for each in breakdown["answers"]:
        cell = Count((address,), year, (), table, each["answer"])
        if each["percent"] is not None:
            yield from share_constraints(cell, whole, percent=each["percent"])
        elif each["answer"] == OTHER:
            yield Constraint.on(cell, (0, None), source=f"{address} {table}: {OTHER}")
        else:
            few = each["suppressed"] == "too_few"
            upper_end = LEAST_GROUP - 1 if few else None
            yield Constraint.on(cell, (1, upper_end), source=f"{address} {table}: suppressed")


def share_constraints(
    cell: Count, whole: Count, *, percent: int, step: int = PERCENT_STEP
) -> Iterator[Constraint]:
    """Give both ends of a share that is rounded to ``step`` points, as weighted sums.

    Older shares were rounded to one point from 100 answers on; a share that is no multiple of
    five is one of those.
    """
    step = step if percent % step == 0 else 1
    source = f"{whole.addresses[0]} {whole.table} {cell.cell}: percent"
    low, high = 2 * percent - step, 2 * percent + step
    yield Constraint(((cell, DOUBLED), (whole, -low)), 0, None, source)
    yield Constraint(((whole, high), (cell, -DOUBLED)), 0, None, source)
    yield Constraint.on(cell, (0, None), source=source)


def distribution_constraints(distribution: Json, address: str) -> Iterator[Constraint]:
    """Give what the spread of answers to one element tells of the numbers at each level."""
    if distribution["n"] is None:
        return
    table = f"{ANSWERS}/{distribution['element']}"
    period = str(distribution["period"])
    channels = tuple(distribution["channels"])
    whole = Count((address,), period, channels, table)
    yield Constraint.on(whole, count_bounds(distribution["n"]), source=f"{address} {table}: n")
    for share in distribution["shares"]:
        cell = Count((address,), period, channels, table, share["levels"])
        if share["at_least"]:
            low = Constraint(
                ((cell, 100), (whole, -share["percent"])), 0, None, f"{table} at_least"
            )
            yield low
        else:
            # Shares of levels have always been of one point from 100 answers on.
            step = 1 if count_bounds(distribution["n"])[0] >= PERCENT_FINE_FROM else PERCENT_STEP
            yield from share_constraints(cell, whole, percent=share["percent"], step=step)


def level_constraints(entry: Json, count: Count) -> Iterator[Constraint]:
    """Give what a shown figure of one element tells of its answers at each of the four levels.

    A mean tells no number of people, but beside shares of other places it bounds their levels.

    :param entry: the element's figure.
    :param count: of all answers to the element, those that the figure counts.
    """
    levels = [(replace(count, cell=str(level)), 25 * HUNDREDTHS * level) for level in LEVELS]
    yield Constraint.on(count, count_bounds(entry["n"]), source=f"{count.table}: n")
    half = entry["step"] / 2
    ends = [(entry["value"] - half, entry["value"] + half)]
    if entry["grade"]:
        ends.append((entry["grade"]["lower"], entry["grade"]["upper"] + 1 / HUNDREDTHS))
    for low, high in ends:
        least, most = round(HUNDREDTHS * low), round(HUNDREDTHS * high)
        above = tuple((each, weight - least) for each, weight in levels)
        below = tuple((each, most - weight) for each, weight in levels)
        yield Constraint(above, 0, None, f"{count.table}: mean")
        yield Constraint(below, 0, None, f"{count.table}: mean")


def moderation_constraints(moderation: Json, address: str) -> Iterator[Constraint]:
    """Give what the numbers of comments that were decided in a month tell.

    What is not said may be none: only documents of before named what was there. They said none
    where there was none, and since one to nine are never said, 0 is no rounding.
    """
    period = str(moderation["period"])
    for each in moderation["counts"]:
        cell = f"{each['outcome']} {each['reason'] or ''}".rstrip()
        count = Count((address,), period, (), COMMENTS, cell)
        if each["n"] is None:
            ends: Ends = (0, None)
        elif each["n"] == 0:
            ends = (0, 0)
        else:
            lower, upper = count_bounds(each["n"])
            ends = max(lower, LEAST_GROUP), upper
        yield Constraint.on(count, ends, source=f"{address} {COMMENTS}: {cell}")


def count_bounds(n: int, *, step: int = COUNT_STEP) -> tuple[int, int]:
    """Return the lowest and highest number, both inclusive, that is rounded to ``n``."""
    lowest = n - step // 2
    return max(0, lowest), lowest + step - 1
