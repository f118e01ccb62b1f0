"""What a document says of others and of earlier documents is compared with what is stored."""

from types import SimpleNamespace
from typing import Any

import pytest

from portal.evaluation.verifying import compared_queries

LEVELS = {"result": "meets", "behaviour": "meets", "predicate": "good"}


def held(**document: Any) -> Any:
    return SimpleNamespace(
        session=None,
        document=document,
        year=SimpleNamespace(id=1, person_id=2, cycle_id=3, plan_id=4),
        kept=SimpleNamespace(number=2),
        unlock=lambda sealed: sealed,
    )


def paths(fields: Any) -> list[str]:
    return [each.path for each in fields]


def let(monkeypatch: pytest.MonkeyPatch, **answers: Any) -> None:
    """Let each question of the module be answered so."""
    for name, answer in answers.items():
        monkeypatch.setattr(compared_queries, name, lambda *_, answer=answer, **__: answer)


@pytest.mark.parametrize("decision", [None, {"objection": 1}])
def test_a_later_document_needs_a_decision_of_its_own(decision: Any) -> None:
    later = held(levels=LEVELS, decision=decision)
    before = {"levels": LEVELS, "decision": {"objection": 1}}

    assert "decision" in paths(compared_queries.with_one_before(later, before))


@pytest.mark.parametrize(
    "made", [None, SimpleNamespace(id=5, confirmed_by=None)], ids=["none", "unconfirmed"]
)
def test_a_correction_that_nobody_confirmed_is_found(
    monkeypatch: pytest.MonkeyPatch, made: Any
) -> None:
    let(monkeypatch, correction_that_left=made)
    later = held(levels=LEVELS, correction={"correction": 5})

    assert paths(compared_queries.with_one_before(later, {"levels": LEVELS})) == ["correction"]


def test_a_correction_that_is_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    let(monkeypatch, correction_that_left=SimpleNamespace(id=5, confirmed_by=9))
    before = {"levels": LEVELS, "correction": {"correction": 5}}

    assert paths(compared_queries.with_one_before(held(levels=LEVELS), before)) == ["correction"]


@pytest.mark.parametrize(
    ("is_said", "is_kept"), [(True, False), (False, True)], ids=["invented", "left out"]
)
def test_a_quarter_that_only_one_of_both_knows_is_found(
    monkeypatch: pytest.MonkeyPatch, *, is_said: bool, is_kept: bool
) -> None:
    row = {"period": 1, "shown_on": "2026-04-03", "texts": {}}
    stored = compared_queries.by_key([row], "period", "shown_on") if is_kept else {}
    queries = SimpleNamespace(quarters_said=lambda *_, **__: stored)
    monkeypatch.setattr(compared_queries, "queries", queries)

    found = paths(compared_queries._quarters(held(quarters=[row] if is_said else [])))

    assert len(found) == 1
    assert found[0].startswith("quarters.")


OUTCOME = SimpleNamespace(
    value="4.2", told_at_least=6, because=None, strengths=("helps",), wishes=()
)
COLLEAGUES = {
    "value": "4.2",
    "at_least": 6,
    "because": None,
    "strengths": ["helps"],
    "wishes": [],
}
CITIZENS = {"release": "2026-12", "mean": "3.5", "answers": 40, "compared": None}


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({}, None),
        ({"value": "4.3"}, "colleagues.value"),
        ({"at_least": 7}, "colleagues.at_least"),
        ({"mean": "3.6"}, "citizens.mean"),
        ({"answers": 41}, "citizens.answers"),
    ],
)
def test_figures_of_colleagues_and_citizens_are_those_that_were_kept(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], path: str | None
) -> None:
    let(
        monkeypatch,
        folded_outcome=OUTCOME,
        # What is compared with came out after the result was confirmed.
        citizens_said={"mean": "3.5", "answers": 40, "compared": {"expected": "3.2"}},
    )
    own = {key: each for key, each in changed.items() if key in COLLEAGUES}
    of_citizens = {key: each for key, each in changed.items() if key in CITIZENS}
    said = held(colleagues=COLLEAGUES | own, citizens=CITIZENS | of_citizens)

    assert paths(compared_queries._released(said)) == ([] if path is None else [path])


@pytest.mark.parametrize(
    ("citizens", "expected"),
    [
        ({}, []),
        ({"asked_on": "2027-01-12"}, []),
        ({"asked_on": "2027-01-13"}, []),
        ({"asked_on": "2027-01-14"}, ["citizens.asked_on"]),
        ({"asked_on": "2027-01-12", "under_review": False}, ["citizens.under_review"]),
        ({"asked_on": "2027-01-12", "under_review": True, "compared": None}, None),
    ],
)
def test_a_review_of_signs_is_asked_about_on_the_day_of_signing(
    monkeypatch: pytest.MonkeyPatch, citizens: dict[str, Any], expected: list[str] | None
) -> None:
    let(monkeypatch, review_said=True)
    known = {"release": "2026-12", "compared": {"expected": "3.2"}, "under_review": True}
    said = held(citizens=known | citizens, confirmed={"at": "2027-01-12T03:00:00+00:00"})

    found = paths(compared_queries._reviewed(said))

    assert found == (["citizens.under_review"] if expected is None else expected)
