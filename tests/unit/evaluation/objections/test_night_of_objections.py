"""The night looks at every objection, also after one that somebody acts on at that moment."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from portal.evaluation.objections import due_service

NOW = datetime(2027, 1, 20, 18, tzinfo=UTC)
DAY = date(2027, 1, 21)


@pytest.mark.parametrize("error", [due_service.ObjectionChanged, due_service.EvaluationChanged])
def test_one_that_changed_at_this_moment_waits_for_the_next_night(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    looked: list[int] = []
    rolled_back: list[bool] = []
    session: Any = SimpleNamespace(rollback=lambda: rolled_back.append(True))

    def look(_: object, objection: int, **__: object) -> None:
        looked.append(objection)
        if objection == 1:
            raise error("1")

    monkeypatch.setattr(due_service, "objections_in", lambda *_: [1, 2])
    monkeypatch.setattr(due_service, "_look_after", look)

    assert due_service.look_after_objections(session, now=NOW, today=DAY) == 2

    assert looked == [1, 2]
    assert len(rolled_back) == 2


def test_the_days_of_a_case_need_its_cycle(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(cycle_with=lambda *_: None)
    monkeypatch.setattr(due_service, "cycles", nothing)
    session: Any = None
    objection: Any = SimpleNamespace(cycle_id=5, filed_on=DAY)

    with pytest.raises(LookupError, match="5"):
        due_service.case_clock(session, objection, today=DAY)
