"""Ways of pairing: by rank within a group, by nearness of what two rows share, by membership."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.storage.sealing.rows import shuffled


@dataclass(slots=True)
class Item:
    """A row as an attack sees it, with the truth.

    ``owner`` is the visitor's number, ``said`` what makes a pairing right, ``known`` what an
    insider reads of it or knows about its owner, ``traces`` what orders it.
    """

    owner: int
    said: Hashable
    known: dict[str, Hashable] = field(default_factory=dict)
    traces: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Search:
    """What is to be found, among what, within which groups.

    ``least`` is the batch that is promised: a smaller group counts as if it were one.
    ``told_batch`` names what tells the batches of a group apart where that is known by other
    means: then only rows of the victim's own batch are equally likely to be theirs.
    """

    link: FoundLink
    attack: str
    knowledge: Knowledge
    victims: Sequence[Item]
    rows: Sequence[Item]
    within: tuple[str, ...]
    least: int = MIN_BATCH_SIZE
    told_batch: str = ""

    def groups(self) -> Iterator[tuple[list[Item], list[Item]]]:
        """Give victims and rows of each group that has both."""
        rows = grouped(self.rows, self.within)
        for key, victims in grouped(self.victims, self.within).items():
            if key in rows:
                yield victims, rows[key]

    def chance(self) -> float:
        """Return how many are right on average by guessing within each group."""
        chance = 0.0
        for victims, rows in self.groups():
            alike: defaultdict[Hashable, int] = defaultdict(int)
            for row in rows:
                alike[row.said] += 1
            among = max(self.least, len(rows))
            chance += sum(alike[victim.said] for victim in victims) / among
        return chance

    def finding(self, *, right: int, chance: float, methods: int, method: str) -> Finding:
        """Return what was found, against what guessing finds."""
        return Finding(
            self.link,
            self.attack,
            self.knowledge,
            tried=len(self.victims),
            right=right,
            chance=chance,
            methods=methods,
            method=method,
        )

    def likely(
        self, victim: Item, *, named: Sequence[Hashable], sizes: Mapping[Hashable, int]
    ) -> float:
        """Return how probable it is that one of ``named`` is the victim's, if no order leaks.

        :param named: the batches of some rows of the victim's group.
        :param sizes: how many rows the group has of each batch.
        """
        mine = victim.known.get(self.told_batch)
        return named.count(mine) / max(self.least, sizes[mine])

    def batches(self, rows: Iterable[Item]) -> list[Hashable]:
        """Return the batch of each row; the same of all where none are told apart."""
        return [row.known.get(self.told_batch) for row in rows]


def grouped(items: Iterable[Item], within: tuple[str, ...]) -> dict[Hashable, list[Item]]:
    """Return items by what is known of them under the names ``within``."""
    groups: defaultdict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        groups[_key(item, within)].append(item)
    return dict(groups)


def _key(item: Item, within: tuple[str, ...]) -> Hashable:
    return tuple(item.known.get(name) for name in within)


def best_order(search: Search) -> Iterator[Finding]:
    """Try every trace of the victims against every trace of the rows; give the best of two kinds.

    The first names one row for each victim. The second names the quarter of a group that lies
    nearest in rank, which shows an order that is only roughly kept.
    """
    yield _one_each(search)
    if all(len({row.said for row in rows}) == len(rows) for _, rows in search.groups()):
        yield _nearest_quarter(search)


def _one_each(search: Search) -> Finding:
    named = named_by_order(search)
    right = {
        method: sum(row.said == victim.said for victim, row in pairs)
        for method, pairs in named.items()
    }
    chances = (
        _chances(search, named) if search.told_batch else dict.fromkeys(named, search.chance())
    )
    found = [
        search.finding(right=right[each], chance=chances[each], methods=len(named), method=each)
        for each in named
    ]
    none = search.finding(right=0, chance=search.chance(), methods=1, method="")
    return min(found, key=lambda each: (each.luck, -each.right), default=none)


def _chances(search: Search, named: Mapping[str, "Pairs"]) -> dict[str, float]:
    """Return what each method finds by luck, when the victim's batch is known."""
    of_group = grouped(search.rows, search.within)
    sizes = {key: Counter(search.batches(rows)) for key, rows in of_group.items()}
    return {
        method: sum(
            search.likely(victim, named=[batch], sizes=sizes[_key(victim, search.within)])
            for (victim, _), batch in zip(
                pairs, search.batches(row for _, row in pairs), strict=True
            )
        )
        for method, pairs in named.items()
    }


def _nearest_quarter(search: Search) -> Finding:
    right: defaultdict[str, int] = defaultdict(int)
    chance: defaultdict[str, float] = defaultdict(float)
    for victims, rows in search.groups():
        theirs = _orders(rows)
        ranks = {
            name: {row.said: place for place, row in enumerate(order)}
            for name, order in theirs.items()
        }
        batches = {name: search.batches(order) for name, order in theirs.items()}
        sizes = {name: Counter(of_order) for name, of_order in batches.items()}
        for (mine, in_order), other in product(_orders(victims).items(), theirs):
            method = f"rank of {mine} ~ {other}"
            size = len(theirs[other])
            reach = size // 8
            for place, victim in enumerate(in_order):
                middle = place * size // len(in_order)
                found = ranks[other].get(victim.said, -size)
                right[method] += abs(found - middle) <= reach
                near = batches[other][max(middle - reach, 0) : middle + reach + 1]
                chance[method] += search.likely(victim, named=near, sizes=sizes[other])
    best = Finding(search.link, f"{search.attack}, nearest quarter", search.knowledge)
    return min(
        (
            replace(
                best,
                tried=len(search.victims),
                right=right[method],
                chance=chance[method],
                methods=len(right),
                method=method,
            )
            for method in right
        ),
        key=lambda finding: finding.luck,
        default=best,
    )


Pairs = list[tuple[Item, Item]]


def named_by_order(search: Search) -> dict[str, Pairs]:
    """Return, by method, each victim with the row that the method names."""
    pairs: defaultdict[str, Pairs] = defaultdict(list)
    for victims, rows in search.groups():
        ours, theirs = _orders(victims), _orders(rows)
        for (mine, in_order), (other, others) in product(ours.items(), theirs.items()):
            pairs[f"rank of {mine} ~ {other}"] += _by_rank(in_order, others)
            if _unit(mine) == _unit(other):
                for name, choose in NEAREST.items():
                    near = _by_nearness(in_order, others, names=(mine, other), choose=choose)
                    pairs[f"{name}: {mine} ~ {other}"] += near
    return dict(pairs)


def _orders(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Return items sorted by each trace; what ties stands in no order, as an insider sees it."""
    mixed = shuffled(items)
    names = sorted({name for item in items for name in item.traces})
    return {
        name: sorted(
            (item for item in mixed if name in item.traces), key=lambda item: item.traces[name]
        )
        for name in names
    }


def _by_rank(victims: Sequence[Item], rows: Sequence[Item]) -> Pairs:
    """Pair what has the same rank; ranks are stretched when the numbers differ."""
    return [
        (victim, rows[place * len(rows) // len(victims)]) for place, victim in enumerate(victims)
    ]


Choose = Callable[[Sequence[Any], Any], int]


def _last_before(values: Sequence[Any], value: Any) -> int:
    return max(0, bisect_right(values, value) - 1)


def _closest(values: Sequence[Any], value: Any) -> int:
    place = bisect_right(values, value)
    around = [near for near in (place - 1, place) if 0 <= near < len(values)]
    return min(around, key=lambda near: abs(values[near] - value))


NEAREST: Mapping[str, Choose] = {"last before": _last_before, "closest": _closest}


def _by_nearness(
    victims: Sequence[Item], rows: Sequence[Item], *, names: tuple[str, str], choose: Choose
) -> Pairs:
    ours, theirs = names
    values = [row.traces[theirs] for row in rows]
    if not isinstance(values[0], int | float):
        return []
    return [(victim, rows[choose(values, victim.traces[ours])]) for victim in victims]


def _unit(trace: str) -> str:
    """Return what a trace is measured in: transactions and minutes of several rows compare."""
    if trace.startswith("minute"):
        return "minute"
    return "xmin" if trace.endswith("xmin") else trace
