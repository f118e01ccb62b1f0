"""Makers of years: rated, looked at by others, confirmed with a snapshot."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals import confirming_service, looking_service, yearly_service
from portal.evaluation.appraisals.domain import GivenStep, Opinion, Yearly
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import yearly_of
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import YearlyState
from portal.storage.texts.key_file import Vault
from tests.factories.plans import PlanScene

JANUARY = datetime(2027, 1, 12, 3, tzinfo=UTC)
TODAY = date(2027, 1, 12)
TEXT = b"sealed text"
VAULT = Vault(bytes(32))
MEETS = (ExpectationLevel.MEETS, ExpectationLevel.MEETS)
BELOW = (ExpectationLevel.BELOW, ExpectationLevel.MEETS)
STEPS: Mapping[BehaviourValue, GivenStep] = {value: GivenStep(3, None) for value in BehaviourValue}
# States that this feature brings a year into without a person's page.
REACHED = (
    YearlyState.NOT_STARTED,
    YearlyState.SELF_REPORTED,
    YearlyState.RATED,
    YearlyState.UNIT_REVIEW,
    YearlyState.SECOND_LOOK,
    YearlyState.CONFIRMED,
)


def unsealed(digest: bytes, number: int) -> None:
    """Seal nothing: the audit log is the pages' business."""


def chosen(**changed: Any) -> yearly_service.Chosen:
    values: dict[str, Any] = {
        "steps": STEPS,
        "result": ExpectationLevel.MEETS,
        "behaviour": ExpectationLevel.MEETS,
        "aid_result": None,
        "aid_behaviour": None,
    }
    return yearly_service.Chosen(**(values | changed))


def targets(first: ExpectationLevel | None = None) -> yearly_service.ByTargets:
    return yearly_service.ByTargets(first, None if first is None else ExpectationLevel.MEETS)


def held(session: Session, plan: Plan) -> Yearly:
    """Return a year as it stands."""
    session.rollback()
    session.expire_all()
    found = yearly_of(session, plan.person_id, cycle_id=plan.cycle_id)
    if found is None:
        raise LookupError(plan.id)
    return found


def year_act(
    session: Session, plan: Plan, by: int, *, reason: bytes | None = None, is_first: bool = False
) -> YearAct:
    """Return an act on a year as it is."""
    revision = 0 if is_first else held(session, plan).revision
    place = YearPlace(plan.id, plan.person_id, plan.cycle_id)
    return YearAct(place, revision, by, JANUARY, TODAY, reason)


def confirm(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    act: YearAct | None = None,
    vault: Vault = VAULT,
) -> None:
    """Confirm a year with a small document; commits."""
    signing = confirming_service.Signing({"format": 1}, 1, seal=unsealed)
    act = act or year_act(session, plan, scene.superior)
    confirming_service.confirm(session, act, signing=signing, vault=vault)


def make_year(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    state: YearlyState,
    levels: tuple[ExpectationLevel, ExpectationLevel] | None = None,
    first: ExpectationLevel | None = None,
    vault: Vault = VAULT,
    text: bytes = TEXT,
) -> Yearly:
    """Bring a year into a state; commits."""
    at = REACHED.index(state)
    own = year_act(session, plan, scene.person, is_first=True)
    yearly_service.save_year_report(session, own, text=text, is_sent=at > 0)
    result, behaviour = levels or (BELOW if state is YearlyState.SECOND_LOOK else MEETS)
    if at >= REACHED.index(YearlyState.RATED):
        yearly_service.rate(
            session,
            year_act(session, plan, scene.superior),
            chosen=chosen(result=result, behaviour=behaviour),
            targets=targets(first),
        )
    if at >= REACHED.index(YearlyState.UNIT_REVIEW):
        yearly_service.send_to_unit(session, year_act(session, plan, scene.superior))
    if state is YearlyState.SECOND_LOOK:
        draw = year_act(session, plan, scene.superior)
        looking_service.draw_reader(
            session, draw, reader_id=scene.stranger, decider_id=scene.leader
        )
    if state is YearlyState.CONFIRMED:
        confirm(session, scene, plan, vault=vault)
    return held(session, plan)


def agree_second(session: Session, plan: Plan, reader: int) -> None:
    """Let a second reader agree; commits."""
    act = year_act(session, plan, reader, reason=TEXT)
    looking_service.look(session, act, opinion=Opinion.AGREES)
