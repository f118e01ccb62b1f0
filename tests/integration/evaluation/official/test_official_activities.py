"""Daily progress taken in from the official record: drafts, what was sent there, day by day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.official.activity_export_service import exported_activities
from portal.evaluation.official.activity_rows import read_activity_file
from portal.evaluation.official.activity_service import (
    ActivityImport,
    ActivityReach,
    preview_activities,
    take_in_activities,
)
from portal.evaluation.official.domain import OfficialFault
from portal.evaluation.official.merging import Outcome
from portal.evaluation.rules.states import ActivityState, PlanState
from portal.evaluation.work import queries
from portal.evaluation.work.domain import Activity, Purpose, WorkDays
from portal.storage.spreadsheets.cells import write_csv
from portal.storage.spreadsheets.reading import read_sheets
from portal.storage.spreadsheets.table import TableFaultKind
from tests.factories.cycles import is_weekday
from tests.factories.official import LESTARI, NOW, STRANGER, make_official_scene
from tests.factories.plans import PlanScene, make_plan
from tests.factories.work import decide, held

CASE = Path(__file__).parents[3] / "cases" / "official" / "progres-harian.xlsx"
TODAY = date(2026, 11, 4)
HEAD = "NIP;Rencana Aksi;Tanggal;Jam Mulai;Jam Selesai;Kegiatan Harian;Realisasi;Satuan;Status"
TakeIn = Callable[..., ActivityImport]


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_official_scene(session)


def reach(own: int | None = None, agency_id: int | None = None) -> ActivityReach:
    return ActivityReach(WorkDays(TODAY, is_weekday), NOW, own, agency_id)


def sheet(number: int) -> bytes:
    """Return one sheet of the example as a file of its own."""
    rows = [row.cells for row in read_sheets(CASE.read_bytes()).grids[number].rows]
    return write_csv(rows[0], rows[1:]).encode()


def rows(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode()


def taken_in(session: Session, content: bytes, within: ActivityReach) -> ActivityImport:
    return take_in_activities(session, read_activity_file(content), reach=within)


def of_person(session: Session, person_id: int) -> list[Activity]:
    session.rollback()
    return list(
        queries.activities_between(session, {person_id}, first=date(2026, 1, 1), last=TODAY)
    )


def test_the_official_template_becomes_drafts_of_its_person(
    session: Session, scene: PlanScene
) -> None:
    done = taken_in(session, sheet(0), reach(scene.person))

    assert (done.counts, done.faults) == ({Outcome.NEW: 3}, ())
    first, second, third = of_person(session, scene.person)
    assert {first.state, second.state, third.state} == {ActivityState.DRAFT}
    assert (first.fields.text, first.fields.amount, first.fields.unit) == (
        "Memproses 18 berkas pindah datang",
        18,
        "Berkas",
    )
    # Four hours: their length is kept, and no time of day.
    assert (first.fields.quarter_hours, first.fields.link) == (16, "https://contoh.invalid/bukti/1")
    assert third.fields.served.purpose is Purpose.LATER


def test_the_list_with_states_sends_what_was_sent_there_and_accepts_nothing(
    session: Session, scene: PlanScene
) -> None:
    done = taken_in(session, sheet(1), reach())

    assert done.faults == ()
    found = of_person(session, scene.person)
    assert [each.state for each in found] == [
        ActivityState.SENT,
        ActivityState.SENT,
        ActivityState.DRAFT,
    ]
    assert [each.decided_by for each in found] == [None, None, None]
    assert found[0].sent_on == TODAY


def test_the_hard_cases_of_the_example_are_read_as_it_says(
    session: Session, scene: PlanScene
) -> None:
    done = taken_in(session, sheet(2), reach(scene.person))

    assert [(each.line, each.kind) for each in done.faults] == [
        (1, TableFaultKind.UNKNOWN_COLUMN),
        (4, OfficialFault.ENDS_BEFORE_IT_BEGINS),
    ]
    found = {each.fields.text: each.fields for each in of_person(session, scene.person)}
    assert found["Tanggal dan jam sebagai sel tanggal"].done_on == date(2026, 11, 2)
    assert found["Tanggal hari/bulan, jam bertitik"].done_on == date(2026, 11, 2)
    assert found["Tanggal hari/bulan, jam bertitik"].quarter_hours == 6
    assert found["Tanpa pasangan"].served.purpose is Purpose.LATER
    assert found["Realisasi pecahan"].amount == Decimal("1.5")
    assert len(found) == 4


def test_the_workbook_with_several_tables_is_refused_by_the_names_of_its_sheets() -> None:
    (fault,) = read_activity_file(CASE.read_bytes()).faults
    assert fault.kind is TableFaultKind.SEVERAL_SHEETS
    assert "Template" in fault.detail


def test_the_same_file_again_and_the_own_export_change_nothing(
    session: Session, scene: PlanScene
) -> None:
    taken_in(session, sheet(0), reach(scene.person))
    before = of_person(session, scene.person)

    again = taken_in(session, sheet(0), reach(scene.person))
    file = exported_activities(
        session, scene.person, first=date(2026, 1, 1), last=TODAY, is_workbook=True, made_on=TODAY
    )
    exported = taken_in(session, file, reach(scene.person))

    assert again.counts == exported.counts == {Outcome.SAME: 3}
    assert of_person(session, scene.person) == before


def test_the_same_words_twice_a_day_are_two_activities_and_stay_two(
    session: Session, scene: PlanScene
) -> None:
    content = rows(*[f"{LESTARI};;2026-11-03;;;Rapat;1;kali;"] * 2)

    assert taken_in(session, content, reach()).counts == {Outcome.NEW: 2}
    assert taken_in(session, content, reach()).counts == {Outcome.SAME: 2}


def test_a_draft_is_mended_and_what_was_sent_or_accepted_stays(
    session: Session, scene: PlanScene
) -> None:
    line = f"{LESTARI};;2026-11-03;;;{{}};{{}};berkas;{{}}"
    first = rows(line.format("Draf", 1, "Draft"), line.format("Dikirim", 1, "Diajukan"))
    second = rows(line.format("Draf", 2, "Draft"), line.format("Dikirim", 2, "Diajukan"))
    taken_in(session, first, reach())

    done = taken_in(session, second, reach())

    assert done.counts == {Outcome.CHANGED: 1, Outcome.REFUSED: 1}
    assert [each.kind for each in done.faults] == [OfficialFault.ACTIVITY_SENT]
    draft, sent = of_person(session, scene.person)
    assert (draft.fields.amount, sent.fields.amount) == (2, 1)
    decide(session, scene, held(session, sent.id), to=ActivityState.ACCEPTED)
    assert taken_in(session, second, reach()).counts[Outcome.REFUSED] == 1


def test_a_result_that_the_row_names_is_served(session: Session, scene: PlanScene) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    result = plan.latest.results[0]
    content = rows(f"{LESTARI};{result.text.upper()};2026-11-03;;;Loket;1;kali;")

    taken_in(session, content, reach())

    (activity,) = of_person(session, scene.person)
    served = activity.fields.served
    assert (served.plan_id, served.result_key) == (plan.id, result.key)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"{LESTARI};;2026-11-05;;;Besok;1;kali;", OfficialFault.DAY_AHEAD),
        (f"{LESTARI};;2026-10-01;;;Lama;1;kali;", OfficialFault.DAY_CLOSED),
        (f"{LESTARI};;1999-10-01;;;Tanpa jabatan;1;kali;Diajukan", OfficialFault.DAY_WITHOUT_POST),
        ("199202022015032001;;2026-11-03;;;Siapa;1;kali;", OfficialFault.UNKNOWN_PERSON),
        (";;2026-11-03;;;Siapa;1;kali;", OfficialFault.NUMBER_MISSING),
        (f"{LESTARI};;2026-11-31;;;Hari;1;kali;", OfficialFault.NOT_A_DATE),
        (f"{LESTARI};;2026-11-03;9 pagi;10:00;Jam;1;kali;", OfficialFault.NOT_A_TIME),
        (f"{LESTARI};;2026-11-03;;;;1;kali;", OfficialFault.MISSING_VALUE),
        (f"{LESTARI};;2026-11-03;;;{'x' * 501};1;kali;", OfficialFault.TOO_LONG),
        (f"{LESTARI};;2026-11-03;;;Banyak;banyak;kali;", OfficialFault.NOT_A_NUMBER),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason_and_holds_nobody_back(
    session: Session, scene: PlanScene, line: str, fault: OfficialFault
) -> None:
    done = taken_in(session, rows(line, f"{LESTARI};;2026-11-03;;;Baik;1;kali;"), reach())

    assert [(each.line, each.kind) for each in done.faults] == [(2, fault)]
    assert [each.fields.text for each in of_person(session, scene.person)] == ["Baik"]


def test_what_was_sent_there_in_its_time_is_not_too_late_here(
    session: Session, scene: PlanScene
) -> None:
    done = taken_in(session, rows(f"{LESTARI};;2026-10-01;;;Lama;1;kali;Disetujui"), reach())

    assert done.counts == {Outcome.NEW: 1}
    assert of_person(session, scene.person)[0].state is ActivityState.SENT


def test_a_preview_changes_nothing_and_a_coordinator_reaches_the_own_agency_only(
    session: Session, scene: PlanScene
) -> None:
    content = rows(f"{STRANGER};;2026-11-03;;;Lain;1;kali;")
    file = read_activity_file(content)

    assert preview_activities(session, file, reach=reach()).counts == {Outcome.NEW: 1}
    own = reach(agency_id=scene.agency_id)
    assert take_in_activities(session, file, reach=own).counts == {Outcome.REFUSED: 1}
    assert of_person(session, scene.stranger) == []
