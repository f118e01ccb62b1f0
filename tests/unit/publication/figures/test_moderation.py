"""Counts of comments tell how moderation works and nothing about a few comments."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import COMMENTS, Constraint
from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue
from portal.publication.building import moderation as building
from portal.publication.building.moderation import moderation_by_address
from portal.publication.figures.city import City, city_of
from portal.publication.figures.documents import ModerationCounts, ModerationOutcome
from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Reason
from portal.publication.figures.moderation import Moderated

pytestmark = pytest.mark.slow

PUBLISHED, WITHHELD = ModerationOutcome.PUBLISHED, ModerationOutcome.WITHHELD
Said = dict[tuple[str, str | None], int | None]
Ends = tuple[int, int]
COUNTS = st.one_of(st.integers(0, 4), st.integers(0, 60), st.sampled_from((0, 9, 10, 12, 500)))


def city(agencies: int) -> City:
    found = [
        Agency(each, f"dinas-{each}", "Dinas", None, None, AgencyKind.DINAS)
        for each in range(agencies)
    ]
    return city_of(
        Catalogue(
            date(2026, 1, 31),
            {each.id: each for each in found},
            *({} for _ in range(3)),
            {each.code: each for each in found},
            *({} for _ in range(3)),
        ),
        name="Kota Uji",
    )


def published(*comments: int) -> Mapping[str, ModerationCounts]:
    moderated = [
        Moderated(agency, PUBLISHED, None, count) for agency, count in enumerate(comments) if count
    ]
    return moderation_by_address(city(len(comments)), moderated, period="2026-01")


def said(counts: ModerationCounts) -> Said:
    return {(each.outcome, each.reason): each.n for each in counts.counts}


def shown(found: Mapping[str, ModerationCounts], address: str) -> int | None:
    return said(found[address])["published", None]


def told(found: Mapping[str, ModerationCounts], *, agencies: int) -> Iterator[Ends]:
    """Give between which whole numbers the documents alone leave each agency that says nothing."""
    constraints = list(read(found))
    for agency in range(agencies):
        if shown(found, f"agencies/dinas-{agency}") is None:
            yield (
                extreme(constraints, agency, of=agencies),
                -extreme(constraints, agency, of=agencies, sign=-1),
            )


def read(found: Mapping[str, ModerationCounts]) -> Iterator[Constraint]:
    for address, counts in found.items():
        document: dict[str, Any] = {
            "headline": {
                "n": None,
                "channels": [],
                "suppressed": "not_measured",
                "period": "2026-01",
            },
            "open": None,
            "elements": [],
            "distributions": [],
            "breakdowns": [],
            "moderation": json.loads(to_json(counts)),
        }
        for each in constraints_of(document, address=address):
            if each.count.table == COMMENTS and each.count.cell == PUBLISHED:
                yield each


def extreme(constraints: list[Constraint], agency: int, *, of: int, sign: int = 1) -> int:
    goal = np.zeros(of)
    goal[agency] = sign
    solved = milp(
        goal,
        integrality=np.ones(of),
        bounds=Bounds(0, 10_000),
        constraints=[
            LinearConstraint(
                [each.count.addresses[0] in ("city", f"agencies/dinas-{at}") for at in range(of)],
                each.lower,
                np.inf if each.upper is None else each.upper,
            )
            for each in constraints
        ],
    )
    return round(float(solved.fun))


def test_city_and_agencies_say_what_was_decided_rounded_to_five() -> None:
    found = published(40, 23, 11)

    assert [shown(found, f"agencies/dinas-{each}") for each in range(3)] == [40, 25, 10]
    assert shown(found, "city") == 75
    assert str(found["city"].period) == "2026-01"


def test_nothing_moderated_is_said_as_a_few_are() -> None:
    assert published(0, 0) == published(3, 1)
    assert {each.suppressed for each in published(0, 0)["city"].counts} == {Reason.FEW_COMMENTS}


def test_a_reason_is_named_only_with_its_number() -> None:
    moderated = [
        Moderated(0, WITHHELD, "insult", 40),
        Moderated(1, WITHHELD, "insult", 7),
        Moderated(1, WITHHELD, "spam", 9),
    ]

    found = moderation_by_address(city(2), moderated, period="2026-01")

    assert said(found["city"])["withheld", "insult"] == 45
    assert said(found["agencies/dinas-0"])["withheld", "insult"] == 40
    for address, reason in (("city", "spam"), ("agencies/dinas-1", "spam")):
        assert ("withheld", reason) not in said(found[address])
    assert ("withheld", "insult") not in said(found["agencies/dinas-1"])


def test_the_same_outcome_is_added_up() -> None:
    moderated = [Moderated(0, WITHHELD, "internal", 12), Moderated(0, WITHHELD, "internal", 13)]

    found = moderation_by_address(city(1), moderated, period="2026-01")

    assert said(found["city"])["withheld", "internal"] == 25


def test_an_agency_that_is_not_published_is_left_out() -> None:
    found = moderation_by_address(city(1), [Moderated(7, PUBLISHED, None, 50)], period="2026-01")

    assert shown(found, "city") is None


def test_a_lone_agency_is_hidden_where_the_city_would_tell_that_the_others_have_none() -> None:
    found = published(0, 20, 0)

    assert [shown(found, f"agencies/dinas-{each}") for each in range(3)] == [None, None, None]
    assert shown(found, "city") == 20


def test_nine_agencies_with_one_comment_each_are_told_nothing_of() -> None:
    """When only those with a comment were named, and the city said below ten, each had one."""
    found = published(*(1,) * 9, 0)

    assert set(told(found, agencies=10)) == {(0, 10_000)}
    assert found["agencies/dinas-0"] == found["agencies/dinas-9"]


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_whoever_subtracts_finds_none_to_nine_wherever_nothing_is_said(comments: list[int]) -> None:
    found = published(*comments)

    assert all(lower <= 1 and upper >= 9 for lower, upper in told(found, agencies=len(comments)))
    assert all(
        shown(found, f"agencies/dinas-{agency}") is None
        for agency, count in enumerate(comments)
        if count < 10
    )


def test_without_covering_agencies_the_same_subtraction_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(building, "is_told", lambda *_, **__: False)

    assert (0, 4) in set(told(published(20, 2, 0), agencies=3))
