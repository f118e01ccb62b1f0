"""Plans taken in from the official record: drafts begun and mended, agreements left alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.official.domain import OfficialFault
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.plan_export_service import exported_rows
from portal.evaluation.official.plan_file import read_plan_file
from portal.evaluation.official.plan_rows import HEADINGS
from portal.evaluation.official.plan_service import PlanImport, preview_plans, take_in_plans
from portal.evaluation.plans import amending, queries
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.states import PlanState
from portal.storage.spreadsheets.cells import write_csv
from tests.factories.official import (
    CITY,
    LESTARI,
    RATNA,
    STRANGER,
    SURYA,
    VAULT,
    make_official_scene,
    plan_table,
)
from tests.factories.plans import REASON, PlanScene, act, found, make_plan, submit

CASES = Path(__file__).parents[3] / "cases" / "official"


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_official_scene(session)


def taken_in(session: Session, content: bytes, **options: object) -> PlanImport:
    reach = options.pop("reach", CITY)
    file = read_plan_file(content)
    return take_in_plans(session, file, reach=reach, vault=VAULT, **options)  # type: ignore[arg-type]


def previewed(session: Session, content: bytes) -> PlanImport:
    return preview_plans(session, read_plan_file(content), reach=CITY, vault=VAULT)


def only_plan(session: Session, person: int) -> Plan:
    session.rollback()
    (plan,) = queries.plans_of(session, person)
    return plan


def exported(session: Session, scene: PlanScene) -> bytes:
    rows = list(exported_rows(session, scene.cycle.id, vault=VAULT))
    return write_csv(tuple(HEADINGS.values()), rows).encode()


def test_a_plan_of_the_official_form_becomes_a_draft_of_its_person(
    session: Session, scene: PlanScene
) -> None:
    content = (CASES / "rencana-skp-kuantitatif.xlsx").read_bytes()
    seen = previewed(session, content)
    done = taken_in(session, content)

    assert (seen.counts, seen.lines) == (done.counts, done.lines)
    assert done.counts == {Outcome.NEW: 2}
    plan = only_plan(session, scene.person)
    latest = plan.latest
    assert (latest.state, latest.number, latest.sent_at) == (PlanState.DRAFT, 1, None)
    assert plan.post == "Pengelola Layanan Operasional"
    first = latest.results[0]
    assert [(one.target, one.unit, one.direction) for one in first.indicators] == [
        (1200, "berkas", Direction.HIGHER),
        (2, "%", Direction.LOWER),
        (95, "%", Direction.HIGHER),
    ]
    locked = latest.expectations[BehaviourValue.SERVICE]
    assert b"Menyapa" not in locked
    assert VAULT.unlock(locked) == "Menyapa dalam satu menit (contoh)"
    assert only_plan(session, scene.leader).latest.results[3].indicators[0].target == 88


def test_the_same_file_again_changes_nothing(session: Session, scene: PlanScene) -> None:
    content = (CASES / "rencana-skp-kuantitatif.xlsx").read_bytes()
    taken_in(session, content)
    before = only_plan(session, scene.person)

    again = taken_in(session, content)

    assert again.counts == {Outcome.SAME: 2}
    assert only_plan(session, scene.person) == before


def test_a_changed_file_changes_only_what_it_says(session: Session, scene: PlanScene) -> None:
    taken_in(session, plan_table({}, {"indicator": "Berkas kembali", "target": "<= 2 %"}))
    before = only_plan(session, scene.person).latest

    done = taken_in(session, plan_table({"target": "1.500 berkas"}))

    (line,) = done.lines
    assert [(each.field, each.new) for each in line.changes] == [("target", "1.500 berkas")]
    assert line.kept == 1
    after = only_plan(session, scene.person).latest
    changed, kept = after.results[0].indicators
    assert (changed.target, kept) == (1500, before.results[0].indicators[1])
    assert (
        replace(changed, target=before.results[0].indicators[0].target)
        == (before.results[0].indicators[0])
    )
    assert after.revision == before.revision + 1


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (PlanState.SUBMITTED, OfficialFault.SENT_ALREADY),
        (PlanState.AGREED, OfficialFault.AGREED_BY_BOTH),
        (PlanState.AGREED_CONDITIONALLY, OfficialFault.AGREED_BY_BOTH),
        (PlanState.RUNNING, OfficialFault.AGREED_BY_BOTH),
        (PlanState.ENDED_EARLY, OfficialFault.OVER),
    ],
)
def test_what_was_sent_or_agreed_is_compared_and_never_overwritten(
    session: Session, scene: PlanScene, state: PlanState, fault: OfficialFault
) -> None:
    plan = make_plan(session, scene, state=state)

    done = taken_in(session, plan_table({}, {"number": RATNA}))

    assert done.counts == {Outcome.REFUSED: 1, Outcome.NEW: 1}
    assert [(each.kind, each.line) for each in done.faults] == [(fault, 2)]
    assert found(session, plan.id) == plan


def test_a_returned_plan_and_the_draft_of_an_amendment_take_a_file_in(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RETURNED)
    taken_in(session, plan_table({}))
    plan = found(session, plan.id)
    assert (plan.latest.state, len(plan.latest.results)) == (PlanState.DRAFT, 4)
    assert queries.events(session, plan.id)[0].person_id is None


def test_the_draft_of_an_amendment_takes_a_file_in_while_the_running_version_stays(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    amending.amend(session, act(plan, scene.superior, reason=REASON))
    running = found(session, plan.id).versions[0]

    done = taken_in(session, plan_table({}))

    assert done.counts == {Outcome.CHANGED: 1}
    plan = found(session, plan.id)
    assert plan.version(1) == running
    assert len(plan.latest.results) == len(running.results) + 1


def test_the_official_number_is_kept_in_every_state_and_never_emptied(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    report = (CASES / "laporan-penilaian.csv").read_bytes()

    done = taken_in(session, report)

    assert done.counts == {Outcome.CHANGED: 1, Outcome.REFUSED: 3}
    assert found(session, plan.id).official_number == "skp-903"
    assert found(session, plan.id).latest == plan.latest
    assert taken_in(session, exported(session, scene)).counts == {Outcome.SAME: 1}
    assert found(session, plan.id).official_number == "skp-903"


@pytest.mark.parametrize("state", [PlanState.SUBMITTED, PlanState.RUNNING, PlanState.AMENDED])
def test_export_and_import_again_change_nothing(
    session: Session, scene: PlanScene, state: PlanState
) -> None:
    plan = make_plan(session, scene, state=state)

    done = taken_in(session, exported(session, scene))

    assert done.counts == {Outcome.SAME: 1}
    assert found(session, plan.id) == plan


def test_what_is_exported_is_what_is_agreed_and_never_a_first_draft(
    session: Session, scene: PlanScene
) -> None:
    make_plan(session, scene, state=PlanState.DRAFT)
    assert list(exported_rows(session, scene.cycle.id, vault=VAULT)) == []


def test_a_coordinator_reaches_the_own_agency_only(session: Session, scene: PlanScene) -> None:
    reach = replace(CITY, agency_id=scene.agency_id)
    content = plan_table({}, {"number": STRANGER})

    done = taken_in(session, content, reach=reach)

    assert done.counts == {Outcome.NEW: 1, Outcome.REFUSED: 1}
    assert [each.kind for each in done.faults] == [OfficialFault.UNKNOWN_PERSON]
    assert queries.plans_of(session, scene.stranger) == ()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"number": "199202022015032001"}, OfficialFault.UNKNOWN_PERSON),
        ({"starts_on": "2030-01-01", "ends_on": "2030-12-31"}, OfficialFault.NO_OPEN_CYCLE),
        ({"starts_on": "2026-12-31", "ends_on": "2026-01-01"}, OfficialFault.NO_OPEN_CYCLE),
    ],
)
def test_a_plan_that_belongs_nowhere_is_refused(
    session: Session, scene: PlanScene, row: dict[str, str], fault: OfficialFault
) -> None:
    assert [each.kind for each in taken_in(session, plan_table(row)).faults] == [fault]


def test_a_plan_for_other_days_than_the_one_here_is_refused(
    session: Session, scene: PlanScene
) -> None:
    submit(session, scene, make_plan(session, scene, state=PlanState.DRAFT))
    row = {"starts_on": "2026-02-01", "ends_on": "2026-12-31"}

    assert [each.kind for each in taken_in(session, plan_table(row)).faults] == [
        OfficialFault.OTHER_DAYS
    ]


def test_two_plans_of_one_person_for_the_same_days_are_one_too_many(
    session: Session, scene: PlanScene
) -> None:
    whole = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    half = {"starts_on": "2026-07-01", "ends_on": "2026-12-31"}

    done = taken_in(session, plan_table(whole, half, {**half, "number": SURYA}))

    assert done.counts == {Outcome.NEW: 2}
    assert [(each.kind, each.line) for each in done.faults] == [(OfficialFault.TWICE, 3)]


def test_what_was_interrupted_goes_on_where_it_ended(session: Session, scene: PlanScene) -> None:
    content = plan_table({}, {"number": SURYA}, {"number": RATNA}, {"number": STRANGER})
    file = read_plan_file(content)

    first = take_in_plans(session, file, reach=CITY, vault=VAULT, most=1)
    rest = take_in_plans(session, file, reach=CITY, vault=VAULT)

    assert (first.left, rest.left) == (0, 0)
    assert rest.counts == {Outcome.SAME: 4}


def test_a_preview_changes_nothing(session: Session, scene: PlanScene) -> None:
    assert previewed(session, plan_table({})).counts == {Outcome.NEW: 1}
    assert queries.plans_of(session, scene.person) == ()


def test_nothing_is_lost_of_words_that_a_spreadsheet_would_run(
    session: Session, scene: PlanScene
) -> None:
    taken_in(session, plan_table({"result": "=1+1", "indicator": "@SUM(A1)", "method": "+62"}))
    plan = only_plan(session, scene.person)
    (result,) = plan.latest.results

    assert (result.text, result.indicators[0].text) == ("=1+1", "@SUM(A1)")
    assert result.indicators[0].method == "+62"
    assert LESTARI in f"{plan_table({}).decode()}"
