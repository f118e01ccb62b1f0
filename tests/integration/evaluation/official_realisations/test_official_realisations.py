"""What was reached, taken in from files: drafts of their persons, and never a report."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.official.domain import (
    FilePlace,
    OfficialFault,
    OfficialIndicator,
    OfficialPerson,
    OfficialPlan,
    OfficialResult,
)
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official_forms.evaluation_layout import PeriodValues, periodic_form
from portal.evaluation.official_forms.evaluation_queries import quarter_forms
from portal.evaluation.official_forms.plan_layout import FormHead
from portal.evaluation.official_forms.queries import FormSource
from portal.evaluation.official_realisations.domain import reached
from portal.evaluation.official_realisations.reached_file import read_reached_file
from portal.evaluation.official_realisations.service import (
    ReachImport,
    ReachScope,
    preview_reach,
    take_in_reach,
)
from portal.evaluation.official_realisations.table_rows import HEADINGS, reached_template
from portal.evaluation.plans.domain import Approach
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.plans.starting_points import DESK_OFFICER
from portal.evaluation.realisations import draft_service, realising
from portal.evaluation.realisations.domain import DraftedReport, IndicatorPeriod
from portal.evaluation.realisations.models import RealisationDraft
from portal.evaluation.rules.states import RealisationState
from portal.storage.spreadsheets.cells import write_csv
from portal.storage.spreadsheets.writing import write_workbook
from tests.factories import realisations as made
from tests.factories.official import LESTARI, STRANGER, VAULT, make_official_scene
from tests.factories.plans import PlanScene

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
CITY = ReachScope(None, date(2026, 1, 12), NOW, VAULT)
FIRST = DESK_OFFICER[0]
LINK = "https://drive.example/berkas"
ROW = {
    "number": LESTARI,
    "year": "2026",
    "period": "I",
    "result": FIRST.text,
    "indicator": FIRST.indicators[0].text,
    "cell": "62",
}


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_official_scene(session)


@pytest.fixture
def place(session: Session, scene: PlanScene) -> IndicatorPeriod:
    return made.make_place(session, scene)


def table(*rows: dict[str, str]) -> bytes:
    """Return a file; a row says what differs from ``ROW``."""
    written = [{**ROW, **row} for row in rows]
    return write_csv(
        tuple(HEADINGS.values()), [[row.get(name, "") for name in HEADINGS] for row in written]
    ).encode()


def taken_in(session: Session, content: bytes, scope: ReachScope = CITY) -> ReachImport:
    return take_in_reach(session, read_reached_file(content), scope=scope)


def draft(session: Session, place: IndicatorPeriod) -> DraftedReport | None:
    session.rollback()
    kept = draft_service.draft_of(session, place)
    return None if kept is None else DraftedReport.of(VAULT.unlock(kept.fields))


def type_draft(session: Session, place: IndicatorPeriod, typed: DraftedReport) -> None:
    draft_service.save_draft(session, place, revision=0, fields=VAULT.lock(typed.text()), now=NOW)


def faults(done: ReachImport) -> list[OfficialFault]:
    return [each.kind for each in done.faults if isinstance(each.kind, OfficialFault)]


def test_a_row_becomes_the_persons_draft_and_reports_nothing(
    session: Session, place: IndicatorPeriod
) -> None:
    content = table({"remark": "Sistem baru", "links": f"{LINK}\n{LINK}"})
    assert preview_reach(session, read_reached_file(content), scope=CITY).counts == {Outcome.NEW: 1}
    assert draft(session, place) is None

    done = taken_in(session, content)

    assert (done.counts, done.faults) == ({Outcome.NEW: 1}, ())
    assert draft(session, place) == DraftedReport("62", "Sistem baru", LINK)
    with pytest.raises(LookupError):
        made.held(session, place)
    assert taken_in(session, content).counts == {Outcome.SAME: 1}


def test_what_the_person_typed_stays_and_only_empty_fields_are_filled(
    session: Session, place: IndicatorPeriod
) -> None:
    type_draft(session, place, DraftedReport(remark="Kata saya"))

    refused = taken_in(session, table({"remark": "Kata berkas"}))
    assert faults(refused) == [OfficialFault.REALISED_OTHERWISE]
    assert taken_in(session, table({})).counts == {Outcome.CHANGED: 1}

    assert draft(session, place) == DraftedReport("62", "Kata saya")
    assert faults(taken_in(session, table({"cell": "63"}))) == [OfficialFault.REALISED_OTHERWISE]
    other = taken_in(session, table({"links": LINK}))
    assert other.counts == {Outcome.CHANGED: 1}
    assert faults(taken_in(session, table({"links": f"{LINK}/2"}))) == [
        OfficialFault.REALISED_OTHERWISE
    ]
    assert draft(session, place) == DraftedReport("62", "Kata saya", LINK)


def test_what_was_reported_is_compared_and_stays(session: Session, place: IndicatorPeriod) -> None:
    made.report(session, place, links=(LINK,))

    assert taken_in(session, table({})).counts == {Outcome.SAME: 1}
    assert taken_in(session, table({"cell": "62,00"})).counts == {Outcome.SAME: 1}
    done = taken_in(session, table({"cell": "90"}))

    assert faults(done) == [OfficialFault.REALISED_OTHERWISE]
    assert made.held(session, place).value == Decimal(62)
    assert draft(session, place) is None


def test_what_was_disputed_may_come_in_again_as_a_draft(
    session: Session, place: IndicatorPeriod, scene: PlanScene
) -> None:
    made.report(session, place)
    act = made.move(place, scene.superior, revision=1, reason=b"sealed reason")
    realising.dispute(session, act, value=Decimal(60), by=made.SUPERIOR)

    assert taken_in(session, table({})).counts == {Outcome.SAME: 1}
    assert taken_in(session, table({"cell": "61"})).counts == {Outcome.NEW: 1}

    assert made.state_of(session, place) is RealisationState.DISPUTED
    assert draft(session, place) == DraftedReport("61")


def test_a_text_target_takes_words_and_no_number(session: Session, scene: PlanScene) -> None:
    place = made.make_place(session, scene)
    qualitative = read_reached_file(table({"cell": "Lebih baik", "remark": "Dinilai tim"})).lines[0]
    indicator = replace(FIRST.indicators[0], target=None, target_text="Layanan membaik")
    assert reached(qualitative, indicator).remark == "Lebih baik\nDinilai tim"
    assert faults(taken_in(session, table({"cell": "banyak"}))) == [OfficialFault.NOT_A_NUMBER]
    assert draft(session, place) is None


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"number": "199105172015032911"}, OfficialFault.UNKNOWN_PERSON),
        ({"number": "1.9E+17"}, OfficialFault.NUMBER_LOST_DIGITS),
        ({"number": STRANGER}, OfficialFault.NO_AGREED_PLAN),
        ({"year": "2025"}, OfficialFault.NO_AGREED_PLAN),
        ({"year": "dua ribu"}, OfficialFault.NOT_A_NUMBER),
        ({"period": "AKHIR"}, OfficialFault.NOT_A_QUARTER),
        ({"period": ""}, OfficialFault.MISSING_VALUE),
        ({"period": "TRIWULAN II"}, OfficialFault.PERIOD_AHEAD),
        ({"indicator": "Indikator lain"}, OfficialFault.NO_SUCH_INDICATOR),
        ({"links": "http://drive.example"}, OfficialFault.NOT_A_LINK),
        ({"links": " ".join(f"{LINK}/{n}" for n in range(6))}, OfficialFault.TOO_MANY_LINKS),
        ({"remark": "x" * 1001}, OfficialFault.TOO_LONG),
    ],
)
def test_a_wrong_row_is_named_and_holds_back_no_other(
    session: Session, place: IndicatorPeriod, row: dict[str, str], kind: OfficialFault
) -> None:
    done = taken_in(session, table(row, {}))

    assert [(each.line, each.kind) for each in done.faults] == [(2, kind)]
    assert draft(session, place) == DraftedReport("62")


def test_an_indicator_that_stands_twice_is_taken_once(
    session: Session, place: IndicatorPeriod
) -> None:
    done = taken_in(session, table({}, {"cell": "70"}))

    assert faults(done) == [OfficialFault.INDICATOR_TWICE]
    assert draft(session, place) == DraftedReport("62")


def test_a_coordinators_file_concerns_the_own_agency(
    session: Session, place: IndicatorPeriod, scene: PlanScene
) -> None:
    elsewhere = replace(CITY, agency_id=scene.agency_id + 1)

    assert faults(taken_in(session, table({}), elsewhere)) == [OfficialFault.UNKNOWN_PERSON]
    own = replace(CITY, agency_id=scene.agency_id)
    assert taken_in(session, table({}), own).counts == {Outcome.NEW: 1}


def test_the_form_of_a_quarter_goes_out_and_comes_in_again_without_a_change(
    session: Session, scene: PlanScene, place: IndicatorPeriod
) -> None:
    told = realising.RealisationReport(
        Decimal("1062.5"), VAULT.lock("Kata\ndua baris, =1+1"), (LINK, f"{LINK}/2")
    )
    realising.report(session, made.move(place, scene.person), told=told)
    type_draft(session, replace(place, indicator_key=2), DraftedReport("9"))
    plan = plan_with(session, place.plan_id)
    assert plan is not None
    source = FormSource(session, VAULT, "Kota Contoh")
    sheets = quarter_forms(
        source, plan, cycle=scene.cycle, period=scene.cycle.periods[0], quarter=None
    )

    content = write_workbook(list(sheets))
    file = read_reached_file(content)

    # A draft is its person's own and goes out in no file.
    value = f"1.062,5 {FIRST.indicators[0].unit}"
    assert [each.cell for each in file.lines if each.cell] == [
        f"{value}\nKata\ndua baris, =1+1\nTautan: {LINK}\nTautan: {LINK}/2"
    ]
    done = taken_in(session, content)
    assert (done.counts, done.faults) == ({Outcome.SAME: len(file.lines)}, ())
    assert draft(session, replace(place, indicator_key=2)) == DraftedReport("9")


def form(plan_days: tuple[date, date], cell: str) -> bytes:
    """Return the evaluation of the first quarter in the official layout."""
    indicator = FIRST.indicators[0]
    plan = OfficialPlan(
        FilePlace(0),
        LESTARI,
        "LESTARI",
        *plan_days,
        Approach.QUANTITATIVE,
        results=(
            OfficialResult(FIRST.text, FIRST.kind, indicators=(OfficialIndicator(indicator.text),)),
        ),
    )
    head = FormHead(
        "PEMERINTAH KOTA CONTOH",
        "Kota Contoh",
        *plan_days,
        OfficialPerson("LESTARI", LESTARI),
        OfficialPerson("SURYA"),
    )
    values = PeriodValues(1, realised=[[(cell, "")]])
    return write_workbook([periodic_form(plan, head, values=values)])


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), Outcome.NEW),
        (date(2026, 1, 1), date(2026, 3, 31), Outcome.NEW),
        (date(2025, 1, 1), date(2025, 12, 31), Outcome.REFUSED),
    ],
)
def test_a_form_of_the_plans_days_or_of_the_quarters_is_taken_in(
    session: Session, place: IndicatorPeriod, first: date, last: date, outcome: Outcome
) -> None:
    unit = FIRST.indicators[0].unit

    done = taken_in(session, form((first, last), f"62 {unit}\nSistem baru\nTautan: {LINK}"))

    assert done.counts == {outcome: 1}
    is_new = outcome is Outcome.NEW
    assert draft(session, place) == (DraftedReport("62", "Sistem baru", LINK) if is_new else None)


def test_a_template_is_read_without_a_fault() -> None:
    found = read_reached_file(reached_template())

    assert (len(found.lines), found.faults) == (2, ())


def test_a_draft_that_somebody_began_meanwhile_is_not_overwritten(
    session: Session, place: IndicatorPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, calls = draft_service.keep_drafts, []

    def first_somebody_else(session: Session, drafts: object, *, now: datetime) -> None:
        if not calls:
            calls.append(1)
            session.rollback()
            type_draft(session, place, DraftedReport("70"))
            # What was read before is written as if nobody had typed.
            session.add(
                RealisationDraft(
                    plan_id=place.plan_id,
                    indicator_key=place.indicator_key,
                    period_number=place.period_number,
                    person_id=place.person_id,
                    revision=1,
                    fields=b"x",
                    saved_at=now,
                )
            )
            session.flush()
        keep(session, drafts, now=now)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(
        "portal.evaluation.official_realisations.service.keep_drafts", first_somebody_else
    )

    done = taken_in(session, table({}))

    assert faults(done) == [OfficialFault.REALISED_OTHERWISE]
    assert draft(session, place) == DraftedReport("70")
