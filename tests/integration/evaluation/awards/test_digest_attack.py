"""Whoever tries numbers against the published digest finds none, and would have among few."""

from itertools import product
from math import log2

from sqlalchemy.orm import Session

from portal.evaluation.awards import nominee_queries
from portal.evaluation.awards.scheme_service import NUMBER_LENGTH, NUMBER_SIGNS
from portal.evaluation.rules.award_lots import numbers_digest
from portal.evaluation.rules.states import SchemeState
from tests.factories import awards as made


def tried_out(digest: str, *, signs: str, length: int) -> str | None:
    """Return the one number behind a digest, found by trying all of a length."""
    for each in map("".join, product(signs, repeat=length)):
        if numbers_digest([each]) == digest:
            return each
    return None


def test_short_numbers_are_found_behind_a_digest_and_ours_are_too_long_to_try() -> None:
    assert tried_out(numbers_digest(["0417"]), signs="0123456789", length=4) == "0417"
    # A hundred thousand million tries a second would need years.
    assert NUMBER_LENGTH * log2(len(NUMBER_SIGNS)) > 59


def test_frozen_numbers_have_every_sign_and_the_whole_length(session: Session) -> None:
    scene = made.make_award_scene(session)
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    numbers = [each.number for each in nominee_queries.nominees_of(session, 1) if each.number]
    assert [len(each) for each in numbers] == [NUMBER_LENGTH] * 2
    assert set("".join(numbers)) <= set(NUMBER_SIGNS)
    assert not all(each.isdigit() for each in numbers)
    scheme = made.found(session)
    assert scheme.numbers_digest == numbers_digest(numbers)
