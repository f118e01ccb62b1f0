"""Published shares of several months as one, no finer than the coarsest of them."""

from collections.abc import Sequence
from fractions import Fraction

from portal.publication.reports.content import LevelShare
from portal.publication.reports.months import AnswerSpread
from portal.survey.elements import LEVELS
from portal.survey.index import rounded_half_up


def combined_shares(spreads: Sequence[AnswerSpread]) -> tuple[LevelShare, ...]:
    """Return the mean shares, weighted by the answers as shown; of one month its own.

    Months that only say "95 % or more" of one level cannot be added up and are left out; where
    all do, the last one speaks.
    """
    if not spreads:
        return ()
    exact = [each for each in spreads if not any(share.is_at_least for share in each.shares)]
    if len(exact) < 2:
        return (exact or spreads)[-1].shares
    whole = sum(each.n for each in exact)
    return tuple(
        LevelShare(
            levels,
            rounded_half_up(
                sum((_percent(each, levels) * each.n for each in exact), Fraction()) / whole,
                0,
            ),
        )
        for levels in _partition(exact)
    )


def _partition(spreads: Sequence[AnswerSpread]) -> tuple[str, ...]:
    """Return the groups of levels that every month can be added up to."""
    cuts = set(LEVELS)
    for each in spreads:
        cuts &= {int(share.levels[-1]) for share in each.shares}
    groups, first = [], LEVELS[0]
    for last in sorted(cuts | {LEVELS[-1]}):
        groups.append(str(last) if first == last else f"{first}-{last}")
        first = last + 1
    return tuple(groups)


def _percent(spread: AnswerSpread, levels: str) -> Fraction:
    first, last = int(levels[0]), int(levels[-1])
    within = (share for share in spread.shares if first <= int(share.levels[0]) <= last)
    return sum((Fraction(share.percent) for share in within), Fraction())
