"""Makers of appraisers with rated people, of notes to look again, and of calibration meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.evaluation.appraisals import yearly_service
from portal.evaluation.appraisals.domain import GivenStep
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight import meeting_service
from portal.evaluation.insight.domain import Sign, SignalKind
from portal.evaluation.insight.equity_models import EquityCheck, EquityDifferenceRow
from portal.evaluation.insight.facts import TeamFacts
from portal.evaluation.insight.models import SignalNote
from portal.evaluation.insight.noting import Checked, keep_found
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.behaviour import needs_example
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import CycleState, PlanState
from portal.organisation.places.models import AgencyRow
from portal.storage.texts.key_file import Vault
from tests.factories import years
from tests.factories.cycles import make_cycle
from tests.factories.people import make_line, make_person, make_post
from tests.factories.plans import PlanScene, make_plan

VARIED = (3, 4, 3, 4, 4, 3, 4)
SAME = (4,) * 7
BETWEEN_FORMS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RatedPerson:
    """Somebody with a plan and a rating."""

    person_id: int
    plan: Plan


def make_below(session: Session, scene: PlanScene, name: str) -> RatedPerson:
    """Add somebody who reports to the scene's superior, with a running plan; commits."""
    agency = session.get(AgencyRow, scene.agency_id)
    if agency is None:
        raise LookupError(scene.agency_id)
    person = make_person(session, name)
    make_post(session, person.id, agency)
    make_line(session, person.id, to=scene.superior)
    session.commit()
    plan = make_plan(session, replace(scene, person=person.id), state=PlanState.RUNNING)
    return RatedPerson(plan.person_id, plan)


def given_steps(steps: Sequence[int]) -> dict[BehaviourValue, GivenStep]:
    """Return seven steps; where one needs an example, a short one."""
    example = years.VAULT.lock("12 Mei")
    return {
        value: GivenStep(step, example if needs_example(step) else None)
        for value, step in zip(BehaviourValue, steps, strict=True)
    }


def rate(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    steps: Sequence[int] = VARIED,
    reason: bytes | None = None,
    at: datetime = years.JANUARY,
    level: ExpectationLevel = ExpectationLevel.MEETS,
    text: bytes = years.TEXT,
) -> None:
    """Report for the person, and rate as the scene's superior; commits."""
    place = YearPlace(plan.id, plan.person_id, plan.cycle_id)
    own = YearAct(place, 0, plan.person_id, at, at.date())
    yearly_service.save_year_report(session, own, text=text, is_sent=True)
    act = YearAct(place, years.held(session, plan).revision, scene.superior, at, at.date())
    chosen = years.chosen(steps=given_steps(steps), behaviour_reason=reason, result=level)
    yearly_service.rate(session, act, chosen=chosen, targets=years.targets())


def rate_again(
    session: Session, scene: PlanScene, plan: Plan, *, steps: Sequence[int], vault: Vault
) -> None:
    """Change a rating that was set; commits."""
    chosen = years.chosen(steps=given_steps(steps), change_reason=vault.lock("Dibaca lagi."))
    act = years.year_act(session, plan, scene.superior)
    yearly_service.rate(session, act, chosen=chosen, targets=years.targets())


def rated_team(
    session: Session,
    scene: PlanScene,
    count: int,
    *,
    steps: Sequence[int] = VARIED,
    reason: bytes | None = None,
    text: bytes = years.TEXT,
) -> list[RatedPerson]:
    """Add people of the scene's superior with a rating each, ten minutes apart; commits."""
    found = []
    for number in range(count):
        each = make_below(session, scene, f"Pegawai {number + 1:02} Contoh")
        at = years.JANUARY + number * BETWEEN_FORMS
        rate(session, scene, each.plan, steps=steps, reason=reason, at=at, text=text)
        found.append(each)
    return found


def other_appraiser(session: Session, scene: PlanScene) -> PlanScene:
    """Add another appraiser with one rated person whose steps vary; commits."""
    fitri = make_person(session, "Fitri Contoh").id
    there = replace(scene, superior=fitri)
    agency = session.get(AgencyRow, scene.agency_id)
    if agency is None:
        raise LookupError(scene.agency_id)
    make_post(session, fitri, agency)
    make_line(session, fitri, to=scene.leader)
    one = make_below(session, there, "Gita Contoh")
    rate(session, there, one.plan)
    return there


def make_note(
    session: Session,
    scene: PlanScene,
    *,
    kind: SignalKind = SignalKind.SAMENESS,
    plan: Plan | None = None,
    today: date = years.TODAY,
) -> int:
    """Open a note to the scene's superior and return its number; commits."""
    about = (None, None) if plan is None else (plan.person_id, plan.id)
    sign = Sign(kind, scene.superior, *about)
    team = TeamFacts(scene.superior, (), (), {})
    checked = Checked(team, (sign,), kinds=())
    keep_found(session, scene.cycle.id, checked=checked, today=today)
    note = session.query(SignalNote).filter_by(kind=kind, person_id=about[0]).one()
    return note.id


def call(session: Session, scene: PlanScene, *persons: int, on: date = years.TODAY) -> int:
    """Plan a meeting and return its number; commits."""
    command = meeting_service.CallMeeting(
        scene.cycle.id, scene.agency_id, on, frozenset(persons), "Koordinator Contoh"
    )
    return meeting_service.call_meeting(session, command, today=years.TODAY)


def hold(session: Session, meeting_id: int, *attended: int, on: date = years.TODAY) -> None:
    """Keep that a meeting was held; commits."""
    meeting_service.hold_meeting(session, meeting_id, revision=1, attended=attended, today=on)


def make_flagged(session: Session, year: int) -> Cycle:
    """Close a cycle whose check flags citizens' figures of women; commits."""
    cycle = make_cycle(session, year, state=CycleState.CLOSED)
    session.add(EquityCheck(cycle_id=cycle.id, counted_on=date(year + 1, 4, 2)))
    session.flush()
    session.add(
        EquityDifferenceRow(
            cycle_id=cycle.id,
            measure="citizens",
            grouped="women",
            people=120,
            others=90,
            difference=-0.11,
            lower=-0.18,
            upper=-0.04,
            is_flagged=True,
        )
    )
    session.commit()
    return cycle
