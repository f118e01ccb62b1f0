"""A result can be read for five years after its cycle; then its key is gone, its digest stays."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.cli.evaluation_jobs import RESULTS_JOB
from portal.evaluation.appraisals.confirming_service import (
    SnapshotExpired,
    expire_results,
    snapshot_document,
)
from portal.evaluation.appraisals.snapshot_queries import last_snapshot
from portal.evaluation.objections.night_service import forget_results
from portal.evaluation.objections.queries import objected_to
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState, YearlyState
from portal.evaluation.verifying.kept_queries import kept_documents
from tests.conftest import settings_for
from tests.factories import objections as made
from tests.factories import years
from tests.factories.plans import PlanScene

LAST_KEPT, FIRST_GONE = date(2031, 12, 31), date(2032, 1, 1)


def decide(session: Session, scene: PlanScene, plan: Plan) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.CLOSED)
    assert years.held(session, plan).state is YearlyState.FINAL


def test_both_documents_of_a_decided_result_expire_on_the_same_day(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    decide(session, scene, plan)

    assert forget_results(session, today=LAST_KEPT) == 0
    assert snapshot_document(session, years.held(session, plan), vault=years.VAULT)
    assert forget_results(session, today=FIRST_GONE) == 2
    assert forget_results(session, today=FIRST_GONE) == 0

    with pytest.raises(SnapshotExpired):
        snapshot_document(session, years.held(session, plan), vault=years.VAULT)
    found = list(kept_documents(session, vault=years.VAULT))
    assert [(each.is_expired, each.document, len(each.digest)) for each in found] == [
        (True, None, 32),
        (True, None, 32),
    ]


def test_the_day_after_a_29_february_is_kept_a_day_more(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    decide(session, scene, plan)

    assert forget_results(session, today=date(2032, 2, 29)) == 2


def test_what_an_objection_waits_about_is_known(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)

    assert objected_to(session) == {years.held(session, plan).id}


def test_a_final_result_is_kept_while_somebody_has_to_decide_about_it(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    decide(session, scene, plan)
    held = years.held(session, plan)

    assert objected_to(session) == set()
    assert expire_results(session, {plan.cycle_id}, today=FIRST_GONE, spared={held.id}) == 0
    assert expire_results(session, {plan.cycle_id}, today=FIRST_GONE) == 2


def test_what_is_not_final_is_kept(session: Session, plan: Plan) -> None:
    assert forget_results(session, today=FIRST_GONE) == 0
    assert last_snapshot(session, years.held(session, plan).id) is not None


def test_the_nightly_job_of_results_forgets(
    session: Session, scene: PlanScene, plan: Plan, tmp_path: Path, database_url: str
) -> None:
    decide(session, scene, plan)
    settings = settings_for(tmp_path, database_url)

    RESULTS_JOB.run(session, settings, now=datetime(2032, 1, 1, 18, 30, tzinfo=UTC))

    session.expire_all()
    found = last_snapshot(session, years.held(session, plan).id)
    assert found is not None
    assert (found.wrapped_key, found.expired_on) == (None, date(2032, 1, 2))
