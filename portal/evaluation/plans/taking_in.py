"""Plans that come from another record, many at once: begun as drafts, drafts mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import AppendixKind, BehaviourValue, Indicator, Result
from portal.evaluation.plans.editing import StartPlan
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
    ResultFields,
    add_indicator,
    add_result,
    checked,
    columns_of,
    locked,
    note,
)
from portal.evaluation.rules.machines import PLAN
from portal.evaluation.rules.states import PlanState


@dataclass(frozen=True, slots=True)
class Texts:
    """The leader's expectations, encrypted, and the appendix; what is not in it stays."""

    expectations: Mapping[BehaviourValue, bytes] = field(default_factory=dict)
    appendix: Mapping[AppendixKind, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A plan that is not here yet."""

    start: StartPlan
    official_number: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Mending:
    """What a draft says afterwards: keys that it has are mended, others are added.

    :ivar revision: the one that was looked at.
    """

    plan_id: int
    revision: int
    results: Sequence[Result]
    texts: Texts


def begin_plans(session: Session, taken: Sequence[TakenIn]) -> Sequence[int]:
    """Make plans with their first drafts within the caller's transaction; return their numbers.

    Nothing is sent or agreed by that: the person looks at the draft and sends it.

    :raises sqlalchemy.exc.IntegrityError: when a person has a plan for some of the days.
    """
    if not taken:
        return []
    plan_ids = _inserted(session, PerformancePlan, rows=[_plan_columns(each) for each in taken])
    versions = [
        {
            "plan_id": plan_id,
            "person_id": each.start.person_id,
            "number": 1,
            "state": PLAN.first,
            "counts_from": each.start.starts_on,
            "revision": 1,
        }
        for plan_id, each in zip(plan_ids, taken, strict=True)
    ]
    version_ids = _inserted(session, PlanVersion, rows=versions)
    held = list(zip(version_ids, taken, strict=True))
    results = [(version_id, result) for version_id, each in held for result in each.start.results]
    result_ids = _inserted(session, PlanResult, rows=[_result_columns(*each) for each in results])
    indicators = [
        _indicator_columns(version_id, result_id, each=one)
        for (version_id, result), result_id in zip(results, result_ids, strict=True)
        for one in result.indicators
    ]
    if indicators:
        session.execute(insert(PlanIndicator), indicators)
    for version_id, each in held:
        _write_texts(session, version_id, texts=each.texts)
    session.flush()
    return plan_ids


def mend_draft(session: Session, mending: Mending, *, now: datetime) -> None:
    """Let a draft say what came in, within the caller's transaction; nothing is taken out.

    What was returned becomes a draft again, by the portal itself.

    :raises ChangedMeanwhile: when the plan changed since it was looked at.
    :raises TransitionRefused: when it is neither a draft nor returned.
    """
    row, plan = locked(session, mending.plan_id)
    checked(session, row, revision=mending.revision)
    if row.state != PlanState.DRAFT:
        note(session, row, to=PlanState.DRAFT, person_id=None, now=now)
    for result in mending.results:
        held = plan.latest.result(result.key)
        fields = _result_fields(result)
        if held is None:
            result_row = add_result(session, row.id, key=result.key, fields=fields)
        else:
            result_row = session.get_one(PlanResult, held.id)
            for name in ResultFields.__slots__:
                setattr(result_row, name, getattr(fields, name))
        _mend_indicators(session, result_row, result=result, held=held)
    _write_texts(session, row.id, texts=mending.texts)
    session.flush()


def keep_official_number(session: Session, plan_id: int, *, number: str) -> None:
    """Keep under which number the official record holds a plan, in the caller's transaction."""
    session.get_one(PerformancePlan, plan_id).official_number = number


def _mend_indicators(
    session: Session, row: PlanResult, *, result: Result, held: Result | None
) -> None:
    known = {} if held is None else {each.key: each for each in held.indicators}
    for each in result.indicators:
        fields = _indicator_fields(each)
        if each.key not in known:
            add_indicator(session, row, key=each.key, fields=fields)
        elif known[each.key] != each:
            kept = session.get_one(PlanIndicator, known[each.key].id)
            for name, value in columns_of(fields).items():
                setattr(kept, name, value)


def _write_texts(session: Session, version_id: int, *, texts: Texts) -> None:
    for value, locked_text in texts.expectations.items():
        session.merge(PlanExpectation(version_id=version_id, value=value, text=locked_text))
    for kind, text in texts.appendix.items():
        session.merge(PlanAppendix(version_id=version_id, kind=kind, text=text))


def _inserted(
    session: Session,
    table: type[PerformancePlan] | type[PlanVersion] | type[PlanResult],
    *,
    rows: Sequence[Mapping[str, object]],
) -> Sequence[int]:
    """Insert rows of a table and return their numbers in the same order."""
    if not rows:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return session.scalars(statement, list(rows)).all()


def _plan_columns(taken: TakenIn) -> dict[str, object]:
    start = taken.start
    names = ("cycle_id", "person_id", "starts_on", "ends_on", "post", "unit", "approach")
    columns: dict[str, object] = {name: getattr(start, name) for name in names}
    return columns | {"official_number": taken.official_number}


def _result_columns(version_id: int, result: Result) -> dict[str, object]:
    fields = _result_fields(result)
    columns: dict[str, object] = {name: getattr(fields, name) for name in ResultFields.__slots__}
    return columns | {"version_id": version_id, "key": result.key}


def _indicator_columns(version_id: int, result_id: int, *, each: Indicator) -> dict[str, object]:
    place = {"version_id": version_id, "result_id": result_id, "key": each.key}
    return columns_of(_indicator_fields(each)) | place


def _result_fields(result: Result) -> ResultFields:
    return ResultFields(
        result.kind,
        result.text,
        result.serves_id,
        result.serves_text,
        result.own_reason,
        result.assigned_by,
    )


def _indicator_fields(each: Indicator) -> IndicatorFields:
    return IndicatorFields(**{name: getattr(each, name) for name in IndicatorFields.__slots__})
