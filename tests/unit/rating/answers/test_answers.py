"""A set of answers is complete and in range, or it does not exist."""

from typing import Any

import pytest

from portal.rating.answers.answers import (
    CommentNotText,
    InvalidAnswers,
    RatingAnswers,
    decoded_comment,
)
from portal.survey.elements import Element

VALID: dict[str, Any] = {"service_id": 1, "scores": {Element.TIME: 3}}


@pytest.mark.parametrize(
    "fault",
    [
        {"service_id": 0},
        {"service_id": 2**31},
        {"officer_id": 0},
        {"officer_id": -4},
        {"scores": {}},
        {"scores": {Element.TIME: 0}},
        {"scores": {Element.TIME: 5}},
        {"scores": {"parking": 3}},
        {"reasons": frozenset({"parking"})},
        {"comment": ""},
        {"comment": "x" * 501},
        {"comment": "a\0b"},
        {"comment": "\ud800"},
        {"profile": {"sex": "other"}},
        {"profile": {"name": "Budi"}},
    ],
)
def test_refuses(fault: dict[str, Any]) -> None:
    with pytest.raises(InvalidAnswers):
        RatingAnswers(**(VALID | fault))


def test_refusals_never_repeat_what_was_written() -> None:
    with pytest.raises(InvalidAnswers) as refusal:
        RatingAnswers(**(VALID | {"profile": {"Rahasia": "Budi"}}))

    assert "Budi" not in str(refusal.value)
    assert "Rahasia" not in str(refusal.value)


def test_500_characters_of_latin_script_fit() -> None:
    RatingAnswers(**(VALID | {"comment": "é" * 453 + "e" * 47}))
    RatingAnswers(**(VALID | {"comment": "x" * 500}))


def test_500_characters_of_a_script_with_three_bytes_each_fit() -> None:
    sentence = "ꦥꦼꦭꦪꦤꦤ꧀ꦱꦁꦔꦠ꧀ꦲꦩꦃꦭꦤ꧀ꦕꦼꦥꦠ꧀ "

    RatingAnswers(**(VALID | {"comment": (sentence * 30)[:500]}))


def test_a_comment_that_cannot_be_carried_whole_is_refused_not_cut() -> None:
    every_sign_different = "".join(chr(0x20000 + number * 83) for number in range(500))

    with pytest.raises(InvalidAnswers, match="bytes"):
        RatingAnswers(**(VALID | {"comment": every_sign_different}))


@pytest.mark.parametrize(("encoded", "is_deflated"), [(b"\xff", False), (b"\xff\xff", True)])
def test_bytes_that_hold_no_comment_are_refused(encoded: bytes, is_deflated: bool) -> None:
    with pytest.raises(CommentNotText):
        decoded_comment(encoded, is_deflated=is_deflated)
