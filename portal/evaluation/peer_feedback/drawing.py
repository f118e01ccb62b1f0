"""The draw: who is asked about whom, at random and as evenly as it goes; never logged.

There is no seed and no rota: nobody can compute it, before or after.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from random import Random

from portal.evaluation.peer_feedback.pools import Pools
from portal.evaluation.rules.colleagues import (
    FEWEST_INVITED,
    LEAST_POOL,
    MOST_INVITED,
    invited_of,
    may_strike,
)

Draw = Mapping[int, frozenset[int]]


def without_struck(pools: Pools, struck: Mapping[int, frozenset[int]], *, random: Random) -> Pools:
    """Return the pools without whom somebody struck, in an order of chance, while 7 remain."""
    left = dict(pools)
    for person, named in struck.items():
        pool, count = left.get(person, frozenset()), 0
        for colleague in _mixed(named & pool, random=random):
            if may_strike(len(pool), struck=count):
                pool, count = pool - {colleague}, count + 1
        left[person] = pool
    return left


def drawn(pools: Pools, *, random: Random) -> Draw:
    """Return who is asked about whom: 6 to 8 about everybody with a pool of 7, at most 8 by one.

    Seats are given one by one, to those who have fewest, by lot among these; who cannot be rated
    by six is rated by nobody.

    :param random: a source that nobody can foresee, such as ``secrets.SystemRandom``.
    """
    rated = {person: pool for person, pool in pools.items() if len(pool) >= LEAST_POOL}
    seats: dict[int, set[int]] = {person: set() for person in rated}
    load: Counter[int] = Counter()
    for _ in range(FEWEST_INVITED):
        _one_each(rated, seats=seats, load=load, random=random)
    for person in [one for one, raters in seats.items() if len(raters) < FEWEST_INVITED]:
        load.subtract(seats.pop(person))
        del rated[person]
    for count in range(FEWEST_INVITED, MOST_INVITED):
        more = {one: pool for one, pool in rated.items() if invited_of(len(pool)) > count}
        _one_each(more, seats=seats, load=load, random=random)
    return {person: frozenset(raters) for person, raters in seats.items()}


def _one_each(
    pools: Pools, *, seats: Mapping[int, set[int]], load: Counter[int], random: Random
) -> None:
    for person in _mixed(pools, random=random):
        free = [one for one in sorted(pools[person] - seats[person]) if load[one] < MOST_INVITED]
        if free:
            fewest = min(load[one] for one in free)
            rater = random.choice([one for one in free if load[one] == fewest])
            seats[person].add(rater)
            load[rater] += 1


def _mixed(items: Iterable[int], *, random: Random) -> list[int]:
    mixed = sorted(items)
    random.shuffle(mixed)
    return mixed
