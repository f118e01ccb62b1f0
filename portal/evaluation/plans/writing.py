"""Writing a version of a plan: opened under a lock, its state, its results and indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from sqlalchemy.orm import Session

from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.plans import queries
from portal.evaluation.plans.domain import Plan, Result
from portal.evaluation.plans.models import (
    PerformancePlan,
    PlanEvent,
    PlanIndicator,
    PlanResult,
    PlanVersion,
)
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.machines import PLAN
from portal.evaluation.rules.planning import ResultKind
from portal.evaluation.rules.states import PlanState


class NoSuchPlan(LookupError):
    """There is no such plan, or no such part of it."""


class ChangedMeanwhile(ValueError):
    """Somebody changed the plan after the page was shown: another tab, or the other side.

    :ivar revision: the one that is in force now.
    """

    def __init__(self, revision: int) -> None:
        super().__init__(f"revision {revision}")
        self.revision = revision


@dataclass(frozen=True, slots=True)
class PlanAct:
    """Who does something to a plan as a page showed it; ``reason`` is encrypted already."""

    plan_id: int
    revision: int
    person_id: int
    now: datetime
    today: date
    reason: bytes | None = None


@dataclass(frozen=True, slots=True)
class ResultFields:
    """What a form says of a result; ``serves_id`` None where it serves none of the leader's."""

    kind: ResultKind
    text: str
    serves_id: int | None
    serves_text: str
    own_reason: str
    assigned_by: str


@dataclass(frozen=True, slots=True)
class IndicatorFields:
    """What a form says of an indicator."""

    text: str
    aspect: Aspect
    direction: Direction
    target: Decimal | None
    unit: str
    target_text: str
    method: str
    source: str
    weight: int | None
    quarters: tuple[Decimal, ...]
    uses_citizens: bool


def add_version(
    session: Session,
    plan: PerformancePlan,
    *,
    number: int,
    counts_from: date,
    change_reason: bytes | None = None,
) -> PlanVersion:
    """Add an empty draft within the caller's transaction.

    :param change_reason: encrypted; of every version but the first.
    """
    version = PlanVersion(
        plan_id=plan.id,
        person_id=plan.person_id,
        number=number,
        state=PLAN.first,
        counts_from=counts_from,
        revision=1,
        change_reason=change_reason,
    )
    session.add(version)
    session.flush()
    return version


def write_results(session: Session, version_id: int, *, results: Sequence[Result]) -> None:
    """Write results with their indicators into a draft within the caller's transaction."""
    for result in results:
        fields = ResultFields(
            result.kind,
            result.text,
            result.serves_id,
            result.serves_text,
            result.own_reason,
            result.assigned_by,
        )
        row = add_result(session, version_id, key=result.key, fields=fields)
        for each in result.indicators:
            values = {name: getattr(each, name) for name in IndicatorFields.__slots__}
            add_indicator(session, row, key=each.key, fields=IndicatorFields(**values))


def locked(session: Session, plan_id: int) -> tuple[PlanVersion, Plan]:
    """Return the row of a plan's latest version; nobody else changes the plan meanwhile.

    :raises NoSuchPlan: when there is no such plan.
    """
    held = queries.locked_plan(session, plan_id)
    plan = None if held is None else queries.plan_with(session, plan_id)
    if plan is None:
        session.rollback()
        raise NoSuchPlan(f"{plan_id}")
    return session.get_one(PlanVersion, plan.latest.id), plan


def checked(session: Session, row: PlanVersion, *, revision: int) -> None:
    """Let the revision grow when the page showed the one in force.

    :raises ChangedMeanwhile: when it showed an older one.
    """
    if row.revision != revision:
        in_force = row.revision
        session.rollback()
        raise ChangedMeanwhile(in_force)
    row.revision += 1


def note(
    session: Session,
    row: PlanVersion,
    *,
    to: PlanState,
    person_id: int | None,
    now: datetime,
    reason: bytes | None = None,
) -> None:
    """Bring a version into a state and keep what happened, within the caller's transaction.

    :param reason: encrypted; needed where the table of transitions says so.
    :raises TransitionRefused: for a transition that is not listed, or without its reason.
    """
    happening = Happening(now, person_id, reason)
    event = partial(PlanEvent, version_id=row.id)
    bring(session, row, machine=PLAN, to=to, happening=happening, event=event)


def columns_of(fields: IndicatorFields) -> dict[str, object]:
    """Return an indicator's columns: quarters are kept as one text."""
    values: dict[str, object] = {
        name: getattr(fields, name) for name in IndicatorFields.__slots__ if name != "quarters"
    }
    return values | {"quarters": " ".join(f"{each:f}" for each in fields.quarters)}


def add_result(session: Session, version_id: int, *, key: int, fields: ResultFields) -> PlanResult:
    """Add a result to a draft within the caller's transaction."""
    values = {name: getattr(fields, name) for name in ResultFields.__slots__}
    row = PlanResult(version_id=version_id, key=key, **values)
    session.add(row)
    session.flush()
    return row


def add_indicator(
    session: Session, result: PlanResult, *, key: int, fields: IndicatorFields
) -> None:
    """Add an indicator to a result of a draft within the caller's transaction."""
    session.add(
        PlanIndicator(
            version_id=result.version_id, result_id=result.id, key=key, **columns_of(fields)
        )
    )
    session.flush()
