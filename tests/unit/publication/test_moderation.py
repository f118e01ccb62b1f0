"""Counts of comments tell how moderation works and nothing about a few comments."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.domain.catalogue import Agency, Catalogue
from portal.organisation.domain.kinds import AgencyKind
from portal.publication.domain.city import City, city_of
from portal.publication.domain.documents import ModerationCounts, ModerationOutcome
from portal.publication.domain.moderation import Moderated, moderation_by_address
from portal.publication.domain.reasons import Reason

PUBLISHED, WITHHELD = ModerationOutcome.PUBLISHED, ModerationOutcome.WITHHELD
Said = dict[tuple[str, str | None], int | None]


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


def test_city_and_agencies_say_what_was_decided_rounded_to_five() -> None:
    found = published(40, 23, 11)

    assert [shown(found, f"agencies/dinas-{each}") for each in range(3)] == [40, 25, 10]
    assert shown(found, "city") == 75
    assert str(found["city"].period) == "2026-01"


def test_nothing_moderated_is_said_as_nought() -> None:
    assert said(published(0, 0)["city"]) == {("published", None): 0, ("shortened", None): 0}


def test_reasons_are_said_only_where_a_comment_was_withheld() -> None:
    moderated = [Moderated(0, WITHHELD, "insult", 12), Moderated(1, WITHHELD, "spam", 30)]

    found = moderation_by_address(city(2), moderated, period="2026-01")

    assert ("withheld", "spam") not in said(found["agencies/dinas-0"])
    assert said(found["agencies/dinas-0"])["withheld", "insult"] == 10
    assert said(found["city"])["withheld", "spam"] == 30


def test_the_same_outcome_is_added_up() -> None:
    moderated = [Moderated(0, WITHHELD, "internal", 12), Moderated(0, WITHHELD, "internal", 13)]

    found = moderation_by_address(city(1), moderated, period="2026-01")

    assert said(found["city"])["withheld", "internal"] == 25


def test_an_agency_that_is_not_published_is_left_out() -> None:
    found = moderation_by_address(city(1), [Moderated(7, PUBLISHED, None, 50)], period="2026-01")

    assert shown(found, "city") == 0


def test_a_lone_small_count_hides_a_second_one_with_it() -> None:
    found = published(3, 12, 40)

    assert [shown(found, f"agencies/dinas-{each}") for each in range(3)] == [None, None, 40]
    assert {
        each.suppressed
        for address in ("agencies/dinas-0", "agencies/dinas-1")
        for each in found[address].counts
        if each.outcome is PUBLISHED
    } == {Reason.FEW_COMMENTS}


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_no_small_count_follows_by_subtraction(comments: list[int]) -> None:
    found = published(*comments)
    total = shown(found, "city")
    hidden = [
        count
        for agency, count in enumerate(comments)
        if shown(found, f"agencies/dinas-{agency}") is None
    ]
    small = [count for count in comments if 0 < count < 10]

    assert all(count in hidden for count in small)
    if small and total is not None:
        assert len(hidden) >= 2
        assert sum(hidden) >= 10
    if total is None:
        assert 0 < sum(comments) < 10
