"""What yearly profiles, spreads of answers and moderation tell of numbers, one by one."""

from collections.abc import Iterable

from portal.disclosure.figures import Constraint, Rules
from portal.disclosure.shares import (
    breakdown_constraints,
    distribution_constraints,
    moderation_constraints,
)

ADDRESS = "agencies/dinkes"


def ends(found: Iterable[Constraint]) -> list[tuple[int, int | None]]:
    return [(each.lower, each.upper) for each in found]


def test_a_hidden_profile_says_that_there_are_fewer_than_a_mean_needs() -> None:
    hidden = {"field": "sex", "year": 2026, "n": None, "answers": []}

    assert ends(breakdown_constraints(hidden, ADDRESS)) == [(1, 29)]
    assert ends(breakdown_constraints(hidden, ADDRESS, rules=Rules(least_mean=40))) == [(1, 39)]


def test_an_answer_that_is_hidden_as_too_few_has_one_to_nine() -> None:
    shown = {
        "field": "sex",
        "year": 2026,
        "n": 100,
        "answers": [
            {"answer": "a", "percent": None, "suppressed": "too_few"},
            {"answer": "b", "percent": None, "suppressed": "protects_another"},
            {"answer": "other", "percent": None, "suppressed": None},
        ],
    }

    _, *hidden = ends(breakdown_constraints(shown, ADDRESS))

    assert hidden == [(1, 9), (1, None), (0, None)]


def test_a_hidden_spread_tells_nothing_and_an_open_share_its_least() -> None:
    spread = {
        "element": "cost",
        "n": None,
        "period": "2026",
        "channels": ["ticket"],
        "shares": [{"levels": "1-2", "percent": 10, "at_least": True}],
    }

    assert list(distribution_constraints(spread, ADDRESS)) == []
    whole, least = distribution_constraints(spread | {"n": 300}, ADDRESS)
    assert (least.lower, least.upper) == (0, None)
    # A hundred times those at the levels are at least ten times everybody.
    assert [weight for _, weight in least.terms] == [100, -10]
    assert whole.upper is not None
    assert whole.lower <= 300 <= whole.upper


def test_a_number_of_decided_comments_is_hidden_none_or_rounded() -> None:
    def count(n: int | None) -> dict[str, object]:
        return {"outcome": "shown", "reason": None, "n": n}

    said = {"period": "2026-10", "counts": [count(None), count(0), count(20)]}

    hidden, none, (lower, upper) = ends(moderation_constraints(said, ADDRESS))

    assert (hidden, none) == ((0, None), (0, 0))
    assert upper is not None
    assert lower <= 20 <= upper < 30
