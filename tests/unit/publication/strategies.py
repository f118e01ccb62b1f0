"""Random cities to attack: hypothesis draws how large they are, how busy, and which one it is."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.factories.released_city import ReleasedCity, released_city

BUSY = (2, 8, 15, 35, 60, 140)
MOST = 2**16


@dataclass(frozen=True)
class Shape:
    """A city that can be made again; smaller numbers make a smaller city."""

    seed: int
    agencies: int
    desks: int
    months: int
    busy: tuple[int, ...]
    levels: tuple[float, ...] = (2.6, 3.2, 3.7)

    def released(self) -> ReleasedCity:
        """Make the city and release its months."""
        return released_city(
            random.Random(self.seed),
            agencies=self.agencies,
            desks=self.desks,
            months=self.months,
            busy=self.busy,
            levels=self.levels,
        )


def shapes() -> st.SearchStrategy[Shape]:
    """Draw cities of one or two agencies with up to four desks each, three months at most."""
    return st.builds(
        Shape,
        seed=st.integers(0, MOST),
        agencies=st.integers(1, 2),
        desks=st.integers(1, 4),
        months=st.integers(1, 3),
        busy=st.lists(st.integers(0, 140), min_size=2, max_size=6).map(tuple),
    )
