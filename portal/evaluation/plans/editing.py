"""Editing of the own draft: results, indicators, expectations, appendix."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.evaluation.plans import queries
from portal.evaluation.plans.domain import (
    AppendixKind,
    Approach,
    BehaviourValue,
    Indicator,
    Plan,
    Result,
    Version,
)
from portal.evaluation.plans.models import (
    PerformancePlan,
    PlanAppendix,
    PlanExpectation,
    PlanIndicator,
    PlanResult,
    PlanVersion,
)
from portal.evaluation.plans.writing import (
    IndicatorFields,
    NoSuchPlan,
    ResultFields,
    add_indicator,
    add_result,
    add_version,
    checked,
    columns_of,
    locked,
    note,
    write_results,
)
from portal.evaluation.rules.states import PlanState
from portal.storage.database import begin_write


class DaysTaken(ValueError):
    """The person has a plan for some of these days already."""


@dataclass(frozen=True, slots=True)
class StartPlan:
    """A new plan of a person with what it begins with."""

    cycle_id: int
    person_id: int
    starts_on: date
    ends_on: date
    post: str
    unit: str
    approach: Approach
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Which draft is changed, and by which page: the one that showed ``revision``."""

    plan_id: int
    revision: int
    person_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that nobody else changes until the transaction ends."""

    row: PlanVersion
    version: Version
    plan: Plan


def start_plan(session: Session, command: StartPlan) -> int:
    """Make a plan with its first draft and return its number; commits.

    :raises DaysTaken: when the person has a plan for some of the days.
    """
    begin_write(session)
    own = queries.plans_of(session, command.person_id)
    if any(each.starts_on <= command.ends_on and command.starts_on <= each.ends_on for each in own):
        session.rollback()
        raise DaysTaken(f"{command.starts_on}")
    plan = PerformancePlan(
        cycle_id=command.cycle_id,
        person_id=command.person_id,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        post=command.post,
        unit=command.unit,
        approach=command.approach,
        official_number="",
    )
    session.add(plan)
    session.flush()
    version = add_version(session, plan, number=1, counts_from=command.starts_on)
    write_results(session, version.id, results=command.results)
    session.commit()
    return plan.id


def save_result(session: Session, edit: Edit, *, fields: ResultFields, key: int | None) -> int:
    """Save a result, a new one without ``key``, and return its key; commits.

    :raises NoSuchPlan: when there is no such plan or result.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    draft = _draft(session, edit)
    if key is None:
        key = 1 + max((each.key for each in draft.version.results), default=0)
        add_result(session, draft.row.id, key=key, fields=fields)
    else:
        row = session.get_one(PlanResult, _result(draft, key).id)
        for name in ResultFields.__slots__:
            setattr(row, name, getattr(fields, name))
    session.commit()
    return key


def remove_result(session: Session, edit: Edit, *, key: int) -> None:
    """Take a result and its indicators out of a draft; commits.

    :raises NoSuchPlan: when there is no such plan or result.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    draft = _draft(session, edit)
    result = _result(draft, key)
    session.execute(delete(PlanIndicator).where(PlanIndicator.result_id == result.id))
    session.execute(delete(PlanResult).where(PlanResult.id == result.id))
    session.commit()


def save_indicator(
    session: Session, edit: Edit, *, fields: IndicatorFields, result_key: int, key: int | None
) -> int:
    """Save an indicator of a result, a new one without ``key``, and return its key; commits.

    :raises NoSuchPlan: when there is no such plan, result or indicator.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    draft = _draft(session, edit)
    result = _result(draft, result_key)
    if key is None:
        key = 1 + max((each.key for each in draft.version.indicators()), default=0)
        row = session.get_one(PlanResult, result.id)
        add_indicator(session, row, key=key, fields=fields)
    else:
        held = session.get_one(PlanIndicator, _indicator(draft, key).id)
        for name, value in columns_of(fields).items():
            setattr(held, name, value)
    session.commit()
    return key


def remove_indicator(session: Session, edit: Edit, *, key: int) -> None:
    """Take an indicator out of a draft; commits.

    :raises NoSuchPlan: when there is no such plan or indicator.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    draft = _draft(session, edit)
    session.execute(delete(PlanIndicator).where(PlanIndicator.id == _indicator(draft, key).id))
    session.commit()


def save_expectations(
    session: Session, edit: Edit, *, texts: Mapping[BehaviourValue, bytes]
) -> None:
    """Keep the leader's expectations, encrypted, in place of those before; commits.

    :raises NoSuchPlan: when there is no such plan.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    draft = _draft(session, edit)
    session.execute(delete(PlanExpectation).where(PlanExpectation.version_id == draft.row.id))
    for value, text in texts.items():
        session.add(PlanExpectation(version_id=draft.row.id, value=value, text=text))
    session.commit()


def save_appendix(session: Session, edit: Edit, *, texts: Mapping[AppendixKind, str]) -> None:
    """Keep the parts of the appendix in place of those before; commits.

    :raises NoSuchPlan: when there is no such plan.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    draft = _draft(session, edit)
    session.execute(delete(PlanAppendix).where(PlanAppendix.version_id == draft.row.id))
    for kind, text in texts.items():
        session.add(PlanAppendix(version_id=draft.row.id, kind=kind, text=text))
    session.commit()


def record_official_number(session: Session, plan_id: int, *, number: str) -> None:
    """Keep under which number the official record holds the plan, in any state; commits.

    :raises NoSuchPlan: when there is no such plan.
    """
    begin_write(session)
    row = queries.locked_plan(session, plan_id)
    if row is None:
        session.rollback()
        raise NoSuchPlan(f"{plan_id}")
    row.official_number = number
    session.commit()


def _draft(session: Session, edit: Edit) -> OpenDraft:
    """Open the latest version for changes; one that was returned becomes a draft again."""
    begin_write(session)
    row, plan = locked(session, edit.plan_id)
    checked(session, row, revision=edit.revision)
    if row.state != PlanState.DRAFT:
        note(session, row, to=PlanState.DRAFT, person_id=edit.person_id, now=edit.now)
    session.flush()
    return OpenDraft(row, plan.latest, plan)


def _result(draft: OpenDraft, key: int) -> Result:
    found = draft.version.result(key)
    if found is None:
        raise NoSuchPlan(f"result {key}")
    return found


def _indicator(draft: OpenDraft, key: int) -> Indicator:
    found = draft.version.indicator(key)
    if found is None:
        raise NoSuchPlan(f"indicator {key}")
    return found
