"""Who said what of a colleague is found where boxes keep their place.

``test_privacy_check`` finds it nowhere else.
"""

from itertools import count

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.privacy_audit.acts import Acts
from portal.privacy_audit.check import check_visitors
from portal.privacy_audit.colleague_attacks import to_colleagues
from portal.privacy_audit.colleagues import ColleagueRound
from portal.privacy_audit.verdict import Knowledge, links

RATINGS = 500
ORDER = "order of sealed boxes"


def keep_boxes(session: Session, done: ColleagueRound) -> None:
    """Leave every box under the key and in the place that it was sent to."""


def test_boxes_that_no_night_seals_anew_are_named(
    installed: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count(1)
    monkeypatch.setattr(
        "portal.evaluation.peer_feedback.service.new_token",
        lambda: next(numbers).to_bytes(16),
    )

    findings = check_visitors(
        installed,
        ratings=RATINGS,
        acts=Acts(seal_colleagues=keep_boxes),
        attacks=(to_colleagues,),
    )

    found = {(each.attack, each.knowledge): each for each in links(findings)}

    assert found[ORDER, Knowledge.DATABASE].right > 100
    assert found[ORDER, Knowledge.DAY_KEY].right > 100
    assert found["marks of seats, answered before the night", Knowledge.DAY_KEY].right == 128
