"""Hard cases of the evaluation without a page; docs/evaluation.md lists them all."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.accounts.letters.service import TO_TELL
from portal.evaluation.appraisals.confirming_service import opened_content
from portal.evaluation.appraisals.domain import Receipt
from portal.evaluation.appraisals.result_gathering import covered_periods
from portal.evaluation.appraisals.snapshot_queries import snapshots_of
from portal.evaluation.appraisals.yearly_queries import years_in
from portal.evaluation.objections import deciding_service
from portal.evaluation.objections.night_service import look_after_results_and_objections
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.plans import editing
from portal.evaluation.plans.domain import Approach, Plan
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.rules.states import ObjectionState, PlanState, YearlyState
from portal.storage.texts.key_file import open_vault
from portal.storage.texts.rotation import rotate_text_key
from portal.web.access import Role
from tests.factories import objections as made
from tests.factories import years
from tests.factories.people import make_line, make_people
from tests.factories.plans import PlanScene, complete, make_plan
from tests.staff import add_account

PEOPLE = 12


def start_part(session: Session, scene: PlanScene, *, first: date, last: date) -> Plan:
    number = editing.start_plan(
        session,
        editing.StartPlan(
            scene.cycle.id,
            scene.person,
            first,
            last,
            post="Pengelola Layanan",
            unit="",
            approach=Approach.QUANTITATIVE,
            results=complete(),
        ),
    )
    found = plan_with(session, number)
    if found is None:
        raise LookupError(number)
    return found


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), (2, 3)),
        (date(2026, 3, 16), date(2026, 7, 31), (1, 2, 3)),
        (date(2026, 12, 1), date(2026, 12, 31), (4,)),
    ],
)
def test_a_contract_of_a_part_of_the_year_is_judged_by_the_periods_within_it(
    session: Session, scene: PlanScene, first: date, last: date, periods: tuple[int, ...]
) -> None:
    plan = start_part(session, scene, first=first, last=last)

    assert covered_periods(plan, scene.cycle) == periods


def test_the_text_key_changed_between_confirmation_and_objection_opens_everything(
    session: Session, scene: PlanScene, tmp_path: Path
) -> None:
    vault = open_vault(session, tmp_path)
    locked = vault.lock("Teks")
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    made.received_year(session, scene, plan, vault=vault, text=locked)
    session.rollback()
    assert rotate_text_key(session, tmp_path) > 0
    session.expire_all()
    renewed = open_vault(session, tmp_path)

    texts = {1: renewed.lock("Pokok satu"), 2: renewed.lock("Pokok dua")}
    made.make_objection(session, scene, plan, state=ObjectionState.HEARING, texts=texts)
    year = years.held(session, plan)
    deciding = made.deciding(session, plan)
    act = made.act_of(session, year, scene.leader)
    deciding_service.decide(session, act, deciding=deciding, vault=renewed)

    held = snapshots_of(session, year.id)
    assert [each.number for each in held] == [1, 2]
    assert all(opened_content(each, vault=renewed) for each in held)
    (objection,) = objections_of(session, year.id)
    assert [renewed.unlock(each.claim or b"") for each in objection.points] == [
        "Pokok satu",
        "Pokok dua",
    ]


def test_everybody_forgets_and_each_result_counts_as_received_on_the_same_days(
    session: Session, scene: PlanScene
) -> None:
    names = [f"Pegawai {number}" for number in range(PEOPLE)]
    for person in make_people(session, *names):
        make_line(session, person, to=scene.superior)
        add_account(session, Role.OFFICER, agency_id=scene.agency_id, officer_id=person)
        session.commit()
        one = PlanScene(
            scene.cycle,
            scene.agency_id,
            person,
            scene.superior,
            scene.leader,
            scene.mayor,
            scene.stranger,
        )
        years.make_year(
            session,
            one,
            make_plan(session, one, state=PlanState.RUNNING),
            state=YearlyState.CONFIRMED,
        )

    for ahead in range(34):
        today = date(2027, 1, 13) + timedelta(days=ahead)
        now = datetime.combine(today, datetime.min.time(), UTC)
        look_after_results_and_objections(session, now=now, today=today)

    final = years_in(session, YearlyState.FINAL)
    assert len(final) == PEOPLE
    # As worked out for one of them in test_results_job.py.
    days = {(each.receipt, each.received_on, each.object_until) for each in final}
    assert days == {(Receipt.DEEMED, date(2027, 1, 21), date(2027, 2, 4))}
    assert len(session.info[TO_TELL]) == 6 * PEOPLE
