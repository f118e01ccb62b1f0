"""A second implementation of the rules, from the paper alone: decimals, tables, no shared code."""

from decimal import Decimal, getcontext

getcontext().prec = 40
CUTS = {"result": (Decimal(90), Decimal(100)), "behaviour": (Decimal(3), Decimal(4))}
TABLE = {
    "above": {"below": "poor", "meets": "good", "above": "very_good"},
    "meets": {"below": "poor", "meets": "good", "above": "good"},
    "below": {"below": "very_poor", "meets": "needs_improvement", "above": "needs_improvement"},
}


def reached(value: Decimal, target: Decimal, direction: str) -> Decimal:
    """Percent of a target, 0 to 120."""
    if target == 0:
        return Decimal(100) if value == 0 else Decimal(0)
    ratio = value / target
    percent = {"higher": ratio, "lower": 2 - ratio, "range": 1 - abs(ratio - 1)}[direction] * 100
    return min(Decimal(120), max(Decimal(0), percent))


def joined(parts: list[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Weighted mean of what is there; nothing where less than half of the weight is left."""
    there = [(weight, value) for weight, value in parts if value is not None]
    left = sum((weight for weight, _ in there), Decimal(0))
    if not left or 2 * left < sum(weight for weight, _ in parts):
        return None
    return sum((weight * value for weight, value in there), Decimal(0)) / left


def level(kind: str, score: Decimal | None) -> str | None:
    """Word of a score; exactly on a bound meets."""
    if score is None:
        return None
    low, high = CUTS[kind]
    return "below" if score < low else "above" if score > high else "meets"


def citizens(
    n: int, mean: Decimal, expected: Decimal, city: Decimal, icc: Decimal
) -> tuple[Decimal, Decimal]:
    """Value on the steps' scale and weight, of a figure that passed every condition."""
    r = n * icc / (1 + (n - 1) * icc)
    return 1 + (city + r * (mean - expected) - 1) * 4 / 3, 20 * r


def behaviour(
    steps: list[int], colleagues: Decimal | None, heard: tuple[Decimal, Decimal] | None
) -> tuple[Decimal | None, str | None]:
    """Score and word of behaviour, once nobody but the appraiser can make "below"."""
    own = (Decimal(60), Decimal(sum(steps)) / 7)
    peers = (Decimal(20), colleagues)
    public = (Decimal(20), None) if heard is None else (heard[1], heard[0])
    score = joined([own, peers, public])
    word = level("behaviour", score)
    if word == "below":
        others = [level("behaviour", joined([own, each])) for each in (peers, public)]
        if any(other not in (None, "below") for other in others):
            word = "meets"
    if word == "above" and 1 in steps:
        word = "meets"
    return score, word
