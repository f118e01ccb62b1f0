"""Who said what of a colleague is found where boxes keep their place, and only there."""

from itertools import count

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.privacy_audit.acts import Acts
from portal.privacy_audit.check import check_privacy
from portal.privacy_audit.colleague_attacks import to_colleagues
from portal.privacy_audit.colleagues import ColleagueRound
from portal.privacy_audit.verdict import Finding, Knowledge, Link, links, verdicts

RATINGS = 500
ORDER = "order of sealed boxes"
TODAY = "marks of seats, answered today"
COPIES = "nightly copies with every day's key"
ATTACKS = {
    ORDER,
    "order of seats and boxes",
    "marks of seats, answered before the night",
    TODAY,
    "boxes of earlier days",
    "tables beside the boxes",
    COPIES,
}
KNOWN = {Knowledge.DATABASE, Knowledge.DAY_KEY, Knowledge.EVERY_KEY}


def keep_boxes(session: Session, done: ColleagueRound) -> None:
    """Leave every box under the key and in the place that it was sent to."""


def found_in(installed: Engine, acts: Acts) -> list[Finding]:
    return check_privacy(installed, ratings=RATINGS, acts=acts, attacks=(to_colleagues,))


def test_boxes_that_no_night_seals_anew_are_named(
    installed: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count(1)
    monkeypatch.setattr(
        "portal.evaluation.peer_feedback.service.new_token",
        lambda: next(numbers).to_bytes(16),
    )

    found = {
        (each.attack, each.knowledge): each
        for each in links(found_in(installed, Acts(seal_colleagues=keep_boxes)))
    }

    assert found[ORDER, Knowledge.DATABASE].right > 100
    assert found[ORDER, Knowledge.DAY_KEY].right > 100
    assert found["marks of seats, answered before the night", Knowledge.DAY_KEY].right == 128


def test_a_night_unties_who_said_what_and_only_what_is_declared_remains(installed: Engine) -> None:
    findings = [each for each in found_in(installed, Acts()) if each.link is Link.COLLEAGUE_ANSWER]

    assert {each.attack for each in findings} >= ATTACKS
    assert {each.knowledge for each in findings} == KNOWN
    assert all(each.tried >= 32 for each in findings)
    assert links(findings) == []
    remaining = {each.attack: each for each, is_link in verdicts(findings) if is_link}
    assert remaining.keys() == {TODAY, COPIES}
    assert (remaining[TODAY].right, remaining[TODAY].tried) == (32, 32)
    assert "until the night" in remaining[TODAY].declared
    assert remaining[COPIES].knowledge is Knowledge.EVERY_KEY
