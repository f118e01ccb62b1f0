"""An adversary with the page of a half-year finds at least nine values for every count.

Every small world is tried: worlds that give the same page are told apart by nobody, and among
them each count must take nine values or more. A half-year's page never changes, and no two
half-years count the same complaint, so that one page is all there is to know of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from portal.complaints.published.domain import Counts, for_public

Key = int | None
World = dict[Key, Counts]
FEWEST_CANDIDATES = 9


def truths(world: World) -> Iterator[tuple[str, int]]:
    """Give every count of a world by name, those of reasons and outcomes too."""
    for key, each in world.items():
        yield f"{key} received", each.received
        yield f"{key} answered", len(each.answer_days)
        yield f"{key} in time", each.answered_in_time
        yield f"{key} overdue", each.overdue
        for word in ("spam", "insult"):
            yield f"{key} {word}", each.hidden.get(word, 0)


def candidates(worlds: Iterator[World], *, names: str) -> dict[str, dict[str, set[int]]]:
    """Return, for each page, which values each count takes in the worlds that give that page."""
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for world in worlds:
        page = repr(for_public(world))
        for name, count in truths(world):
            if any(name.endswith(wanted) for wanted in names.split(",")):
                found[page][name].add(count)
    return found


def narrowest(pages: dict[str, dict[str, set[int]]]) -> int:
    return min(len(values) for counts in pages.values() for values in counts.values())


@pytest.mark.parametrize("members", [1, 2, 3])
def test_how_much_each_addressee_received_stays_open(members: int) -> None:
    sizes = product(range(20), repeat=members)
    worlds = ({key: Counts(received=size) for key, size in enumerate(each)} for each in sizes)

    assert narrowest(candidates(worlds, names="received")) >= FEWEST_CANDIDATES


def one_addressee() -> Iterator[World]:
    """Give every world of one addressee: answered or overdue or neither, in time or not."""
    for received in range(20):
        for answered in range(received + 1):
            for overdue in range(received - answered + 1):
                for in_time in range(answered + 1):
                    yield {1: Counts(received, in_time, overdue, (2,) * answered)}


def test_what_became_of_an_addressees_complaints_stays_open() -> None:
    pages = candidates(one_addressee(), names="received,answered,in time,overdue")

    assert narrowest(pages) >= FEWEST_CANDIDATES


def hiding(most: int) -> Iterator[Counts]:
    for received in range(most):
        for spam in range(received + 1):
            for insult in range(received - spam + 1):
                yield Counts(received, hidden={"spam": spam, "insult": insult})


def test_how_often_a_reason_hid_something_stays_open_where_it_is_not_named_too() -> None:
    worlds: Iterator[World] = ({1: each} for each in hiding(20))

    assert narrowest(candidates(worlds, names="received,spam,insult")) >= FEWEST_CANDIDATES


def test_a_pool_of_two_tells_neither_how_much_nor_why_it_was_hidden() -> None:
    one_reason = [each for each in hiding(10) if not each.hidden["insult"]]
    worlds: Iterator[World] = ({1: one, 2: two} for one, two in product(one_reason, repeat=2))

    assert narrowest(candidates(worlds, names="received,spam")) >= FEWEST_CANDIDATES


def test_the_same_search_finds_figures_that_are_not_rounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("portal.complaints.published.domain.STEP", 1)

    assert narrowest(candidates(one_addressee(), names="received")) == 1
