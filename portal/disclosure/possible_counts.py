"""Sets of whole numbers that a hidden count can be, and what a known sum leaves of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Possible:
    """The counts that are possible, each from 0 on; ``bits`` has one bit a count."""

    bits: int

    @classmethod
    def of(cls, counts: Iterable[int]) -> "Possible":
        """Return the set of these counts."""
        bits = 0
        for count in counts:
            bits |= 1 << count
        return cls(bits)

    @classmethod
    def within(cls, first: int, last: int) -> "Possible":
        """Return every count from ``first`` to ``last``, both inclusive; none where it is less."""
        return cls(((1 << (last - first + 1)) - 1) << first if last >= first else 0)

    def __contains__(self, count: int) -> bool:
        """Return whether a count is possible."""
        return count >= 0 and bool(self.bits >> count & 1)

    def __len__(self) -> int:
        """Return how many counts are possible."""
        return self.bits.bit_count()

    def __and__(self, other: "Possible") -> "Possible":
        """Return the counts that both hold."""
        return Possible(self.bits & other.bits)

    def without(self, other: "Possible") -> "Possible":
        """Return the counts that the other does not hold."""
        return Possible(self.bits & ~other.bits)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Give the first and the last count of each run without a gap, the lowest first."""
        rest, base = self.bits, 0
        while rest:
            zeros = (rest & -rest).bit_length() - 1
            base, rest = base + zeros, rest >> zeros
            ones = (~rest & (rest + 1)).bit_length() - 1
            yield base, base + ones - 1
            base, rest = base + ones, rest >> ones

    def plus(self, other: "Possible") -> "Possible":
        """Return every sum of a count of this set and one of the other."""
        return Possible(_or_all(_spread(other.bits << first, last - first)
                                for first, last in self.runs()))  # fmt: skip

    def less(self, other: "Possible") -> "Possible":
        """Return every difference, from 0 on, of a count of this set and one of the other."""
        return Possible(_or_all(_spread(self.bits, last - first) >> last
                                for first, last in other.runs()))  # fmt: skip


NOTHING = Possible.of((0,))


def narrowed(parts: Sequence[Possible], whole: Possible) -> tuple[list[Possible], Possible]:
    """Return what stays possible of parts and whole when the parts add up to the whole.

    It is exact: a count stays exactly when some choice of all others fits it.
    """
    before, after = [NOTHING], [NOTHING]
    for part in parts:
        before.append(before[-1].plus(part))
    for part in reversed(parts):
        after.append(after[-1].plus(part))
    after.reverse()
    left = [
        part & whole.less(before[index].plus(after[index + 1])) for index, part in enumerate(parts)
    ]
    return left, whole & before[-1]


def _or_all(values: Iterable[int]) -> int:
    whole = 0
    for value in values:
        whole |= value
    return whole


def _spread(bits: int, upward: int) -> int:
    """Return the bits with each moved up by 0 to ``upward`` places."""
    done = 0
    while done < upward:
        shift = min(done + 1, upward - done)
        bits |= bits << shift
        done += shift
    return bits
