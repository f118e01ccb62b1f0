"""A new key reaches every text about a person."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.evaluation.cycles import decisions, queries
from portal.evaluation.cycles import service as cycles
from portal.evaluation.cycles.domain import ExceptionKind
from portal.evaluation.plans import amending, editing, service
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.states import ActivityState, PeriodState
from portal.evaluation.work import queries as work_queries
from portal.storage.texts.key_file import open_vault
from portal.storage.texts.rotation import rotate_text_key
from tests.factories import work
from tests.factories.plans import NOW, PlanScene, act, agree, found, make_plan_scene, start, submit


def test_a_new_key_renews_what_is_frozen_otherwise(session: Session, tmp_path: Path) -> None:
    vault = open_vault(session, tmp_path)
    scene = make_plan_scene(session)
    plan = start(session, scene)
    edit = editing.Edit(plan.id, plan.latest.revision, scene.person, NOW)
    editing.save_expectations(session, edit, texts={BehaviourValue.LOYAL: vault.lock("rahasia")})
    plan = submit(session, scene, found(session, plan.id))
    service.return_plan(session, act(plan, scene.superior, reason=vault.lock("kurang jelas")))
    plan = submit_again(session, scene, plan.id)
    plan = agree(session, scene, plan)
    amending.amend(session, act(plan, scene.person, reason=vault.lock("tugas baru")))
    exception = decisions.NameException(
        scene.cycle.id, scene.person, ExceptionKind.LEAVE, vault.lock("cuti"), "Kantor"
    )
    decisions.name_exception(session, exception, now=NOW)
    activity = work.make_activity(session, scene, state=ActivityState.SENT)
    returned = {"to": ActivityState.RETURNED, "reason": vault.lock("jumlahnya")}
    work.decide(session, scene, activity, **returned)

    # The draft of the amendment holds a copy of the expectation.
    assert rotate_text_key(session, tmp_path) == 6

    renewed = open_vault(session, tmp_path)
    plan = found(session, plan.id)
    assert renewed.unlock(plan.versions[0].expectations[BehaviourValue.LOYAL]) == "rahasia"
    reasons = [each.reason for each in plans.events(session, plan.id) if each.reason]
    assert [renewed.unlock(each) for each in reasons] == ["kurang jelas"]
    kept_reason = work_queries.last_reasons(session, [activity.id])[activity.id]
    assert renewed.renewed(kept_reason) is None
    kept = queries.exceptions(session, scene.cycle.id)[0].reason
    assert renewed.renewed(kept) is None


def submit_again(session: Session, scene: PlanScene, plan_id: int) -> Plan:
    plan = found(session, plan_id)
    edit = editing.Edit(plan.id, plan.latest.revision, plan.person_id, NOW)
    editing.save_appendix(session, edit, texts={})
    return submit(session, scene, found(session, plan_id))


def test_days_of_an_evaluated_period_are_evaluated_days(session: Session) -> None:
    cycle_id = make_plan_scene(session).cycle.id
    for state in (PeriodState.REPORTING, PeriodState.EVALUATED):
        cycles.move_period(session, cycle_id, number=1, to=state)

    for first, last, expected in (
        (date(2026, 3, 31), date(2026, 4, 30), True),
        (date(2026, 4, 1), date(2026, 6, 30), False),
    ):
        assert queries.has_evaluated_days(session, first=first, last=last) is expected
