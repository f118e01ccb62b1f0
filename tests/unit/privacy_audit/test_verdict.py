"""Luck is bounded as declared, and a leak that is small but real is told from it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy_audit.pairing import Item, Search, best_order
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge, links, verdicts

RUNS = 4_000


def finding(**fields: float) -> Finding:
    return Finding(FoundLink.TICKET_BALLOT, "order", Knowledge.DATABASE, tried=1000, **fields)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize("batches", [[10] * 30, [2] * 100, [1] * 20 + [10] * 20, [200]])
def test_luck_is_never_called_less_probable_than_it_is(batches: list[int]) -> None:
    """The share of shuffled batches with so many right ones stays below what is claimed."""
    random = Random(7)
    counts = []
    for _ in range(RUNS):
        right = 0
        for size in batches:
            order = list(range(size))
            random.shuffle(order)
            right += sum(place == owner for place, owner in enumerate(order))
        counts.append(right)

    for right in sorted(set(counts)):
        share = sum(count >= right for count in counts) / RUNS
        claimed = finding(right=right, chance=float(len(batches))).luck
        assert share <= claimed + 3 * (claimed / RUNS) ** 0.5 + 3 / RUNS


@given(right=st.integers(1, 1000), chance=st.floats(0.01, 500), methods=st.integers(1, 500))
def test_luck_is_a_probability_that_falls_with_what_is_right(
    right: int, chance: float, methods: int
) -> None:
    luck = finding(right=right, chance=chance, methods=methods).luck
    more = finding(right=right + 1, chance=chance, methods=methods).luck

    assert 0 <= more <= luck <= 1


def test_one_right_where_none_may_be_is_a_link() -> None:
    assert links([finding(right=1, chance=0.0)]) != []
    assert links([finding(right=0, chance=0.0)]) == []


def test_what_the_threat_model_declares_is_shown_and_is_no_failure() -> None:
    declared = Finding(
        FoundLink.TICKET_OFFICER, "key", Knowledge.DAY_KEY, tried=9, right=9, declared="known"
    )

    assert verdicts([declared]) == [(declared, True)]
    assert links([declared]) == []


def test_the_rate_of_false_alarms_is_shared_by_all_findings() -> None:
    weak = finding(right=30, chance=10.0)

    assert links([weak]) == [weak]
    assert links([weak, *[finding(right=0, chance=1.0)] * 1_000]) == []


def people(count: int, random: Random, *, error: float) -> tuple[list[Item], list[Item]]:
    """Return victims and rows whose order agrees but for an error in places."""
    victims = [Item(n, said=n, traces={"came": n}) for n in range(count)]
    rows = [Item(n, said=n, traces={"lies": n + random.gauss(0, error)}) for n in range(count)]
    random.shuffle(rows)
    return victims, rows


@pytest.mark.parametrize(
    ("error", "is_link"), [(0.0, True), (3.0, True), (60.0, True), (1e9, False)]
)
def test_an_order_that_agrees_is_a_link_and_no_other(error: float, is_link: bool) -> None:
    victims, rows = people(400, Random(3), error=error)
    search = Search(
        FoundLink.TICKET_BALLOT, "order", Knowledge.DATABASE, victims=victims, rows=rows, within=()
    )

    assert (links([*best_order(search)]) != []) is is_link


def test_what_ties_stands_in_no_order() -> None:
    """Rows with one value for all must not be found by the order in which a list holds them."""
    victims = [Item(n, said=n, traces={"came": n}) for n in range(400)]
    rows = [Item(n, said=n, traces={"ends": 0}) for n in range(400)]
    search = Search(
        FoundLink.TICKET_BALLOT, "order", Knowledge.DATABASE, victims=victims, rows=rows, within=()
    )

    assert links([*best_order(search)]) == []


def test_a_group_below_a_batch_counts_as_if_it_were_one() -> None:
    victims = [Item(n, said=n, known={"desk": n}, traces={"came": n}) for n in range(60)]
    search = Search(
        FoundLink.TICKET_BALLOT,
        "order",
        Knowledge.DATABASE,
        victims=victims,
        rows=victims,
        within=("desk",),
    )

    found, _ = best_order(search)

    assert (found.right, round(found.chance)) == (60, 6)
    assert links([found]) == [found]


@pytest.mark.parametrize(
    ("is_kept", "told_batch", "is_link"),
    [
        (False, "", True),
        (False, "batch", False),
        (True, "batch", True),
    ],
)
def test_a_known_batch_is_no_order_and_hides_none(
    is_kept: bool, told_batch: str, is_link: bool
) -> None:
    """Batches lie one after the other on both sides; within them an order is kept, or is not."""
    random = Random(11)
    people_of_batches = [(batch, batch * 20 + place) for batch in range(20) for place in range(20)]
    victims, rows = [], []
    for batch, number in people_of_batches:
        lies = number if is_kept else batch * 20 + random.random()
        known = {"batch": batch}
        victims.append(Item(number, said=number, known=dict(known), traces={"came": number}))
        rows.append(Item(number, said=number, known=dict(known), traces={"lies": lies}))
    search = Search(
        FoundLink.TICKET_COMMENT,
        "order",
        Knowledge.DATABASE,
        victims=victims,
        rows=rows,
        within=(),
        told_batch=told_batch,
    )

    assert (links([*best_order(search)]) != []) is is_link
