"""Every question that pages ask beside others finds the same alone as together, and is built once.

The questions are found in the portal's modules, so that a new one is tried, too.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

import portal.app  # noqa: F401 - every feature, and so every question
from portal.storage.joint_reading import QuestionAsked, Together, read_together
from tests.factories import realisations as reported
from tests.factories.people import make_absence, make_relation
from tests.factories.plans import TODAY, make_plan_scene

FIRST = date(2025, 12, 1)
NOON = datetime(2025, 12, 1, 5, tzinfo=UTC)
DAYS = {"before", "day", "first", "on", "since", "today"}
#: So many internal numbers of each kind of record are tried; few are there.
NUMBERS = st.integers(1, 12)


def questions() -> Mapping[str, Together]:
    """Return the questions of all features by name; a module that asks another's holds it, too."""
    found = {
        value: f"{module}.{name}"
        for module, held in sorted(sys.modules.items())
        if module.startswith("portal.")
        for name, value in sorted(vars(held).items())
        if isinstance(value, Together)
    }
    return {name: question for question, name in found.items()}


FOUND = questions()


def values_of(question: Together) -> st.SearchStrategy[QuestionAsked]:
    """Give a question with any values; what they are is told by their names."""
    drawn: dict[str, st.SearchStrategy[Any]] = {}
    for name in question.parameters:
        if name in question.collections:
            drawn[name] = st.sets(NUMBERS, max_size=6)
        elif name in DAYS:
            drawn[name] = st.integers(0, 500).map(lambda days: FIRST + timedelta(days))
        elif name.endswith("_at"):
            drawn[name] = st.integers(0, 500).map(lambda days: NOON + timedelta(days))
        else:
            assert name.endswith("_id"), f"{name} is no day, moment or record's number"
            drawn[name] = NUMBERS
    return st.fixed_dictionaries(drawn).map(lambda values: question(**values))


ASKED = st.sampled_from(sorted(FOUND)).flatmap(lambda name: values_of(FOUND[name]))


@pytest.fixture
def lived(session: Session) -> Session:
    """A few people with plans, of whom one reported, one did not and one is away."""
    scene = make_plan_scene(session)
    place = reported.make_place(session, scene)
    reported.report(session, place)
    reported.remind(session, replace(place, indicator_key=2), *reported.REMINDED)
    make_absence(session, scene.person, starts_on=TODAY)
    make_relation(session, "delegate", scene.leader, about=scene.superior)
    session.commit()
    return session


def alone(session: Session, each: QuestionAsked) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, each.query.rows(session, **each.values)), key=repr)


def test_the_portal_asks_many_questions_together() -> None:
    assert len(FOUND) > 40


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=st.lists(ASKED, min_size=1, max_size=12))
def test_together_they_find_what_each_finds_alone(
    lived: Session, asked: Sequence[QuestionAsked]
) -> None:
    together = read_together(lived, asked)

    assert [sorted(map(tuple, rows), key=repr) for rows in together] == [
        alone(lived, each) for each in asked
    ]
    for each, rows in zip(asked, together, strict=True):
        names = each.query.rows(lived, **each.values).keys()
        assert all(row._fields == tuple(names) for row in rows)


def refuse(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("a statement was built or compiled again")


@pytest.fixture
def build_no_more(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def stop() -> None:
        monkeypatch.setattr(Select, "where", refuse)
        monkeypatch.setattr(Select, "with_only_columns", refuse)
        monkeypatch.setattr(SQLCompiler, "visit_compound_select", refuse)

    return stop


def test_the_same_questions_are_built_once_for_any_values(
    lived: Session, build_no_more: Callable[[], None]
) -> None:
    few, many = ({1}, FIRST), (set(range(1, 9)), FIRST + timedelta(90))
    asked = [[_with(each, *values) for each in FOUND.values()] for values in (few, many)]
    first = read_together(lived, asked[0])

    build_no_more()

    assert len(read_together(lived, asked[1])) == len(first) == len(FOUND)


def _with(question: Together, numbers: set[int], day: date) -> QuestionAsked:
    return question(**{name: _value(question, name, numbers, day) for name in question.parameters})


def _value(question: Together, name: str, numbers: set[int], day: date) -> Any:
    if name in question.collections:
        return numbers
    if name.endswith("_at"):
        return NOON + (day - FIRST)
    return day if name in DAYS else min(numbers)
