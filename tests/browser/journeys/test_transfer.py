"""A sixth story: a transfer in mid year, and an objection against the year that follows."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.browser.journeys import objection_steps, people_steps, quarters, steps, years
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.conftest import EVERY_VARIANT, Live
from tests.browser.journeys.town import Town
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_person, make_post

MOVED, FIRST, SECOND = "Tari Contoh", "Sari Contoh", "Surya Contoh"
HEAD, OTHER_HEAD, MAYOR = "Kirana Contoh", "Lestari Contoh", "Wali Contoh"
JULY = date(2026, 7, 1)
QUARTER = {
    "result": "meets",
    "behaviour": "meets",
    "strengths": "Berkas selesai tepat waktu.",
    "weaknesses": "Catatan antrean belum rapi.",
    "cause": "process",
    "advice": "Pakai buku antrean yang sama.",
    "provides": "Buku antrean baru.",
}
ADVICE = "Semester pertama semua sasaran terlampaui, dengan bukti."
CLAIM = "Semester pertama terlampaui; pertimbangan atasan lama tidak dipakai."
ANSWER = "Saya hanya melihat semester kedua."
REPLY = "Bukti semester pertama ada di portal."
REASON = "Bukti dua semester dibaca bersama; tingkatnya tetap sesuai."


def two_agencies(session: Session) -> None:
    """Make two agencies with their heads, and somebody who will move from one to the other."""
    old, new = make_agency(session, "dinkes"), make_agency(session, "dinsos")
    names = (MOVED, FIRST, SECOND, HEAD, OTHER_HEAD, MAYOR)
    made = {name: make_person(session, name) for name in names}
    for name, place in ((MOVED, old), (FIRST, old), (SECOND, new)):
        make_post(session, made[name].id, place)
    for name, place in ((HEAD, old), (OTHER_HEAD, new)):
        make_post(session, made[name].id, place, is_head=True)
    lines = {MOVED: FIRST, FIRST: HEAD, SECOND: OTHER_HEAD, HEAD: MAYOR, OTHER_HEAD: MAYOR}
    for below, above in lines.items():
        make_line(session, made[below].id, to=made[above].id)
    session.commit()


@pytest.fixture
def town(live: Live) -> Iterator[Town]:
    people = (MOVED, FIRST, SECOND, OTHER_HEAD)
    with live("two", two_agencies, begins_on=date(2026, 1, 5), at_browsers=people) as town:
        yield town


def works(town: Town, superior: str, quarter: int, *, reported_on: date) -> None:
    """A quarter is reported and verified by whoever is the superior then."""
    town.on(reported_on)
    quarters.officer_reports(town, MOVED, quarter, {1: "90", 2: "2", 3: "90"})
    quarters.superior_verifies(town, superior, MOVED, quarter)


def first_half(town: Town) -> str:
    """The first superior agrees a plan, follows it, and closes it when the person moves."""
    steps.officer_writes_plan(town, MOVED, targets=("90", "2", "90"))
    plan = steps.plan_of(town, MOVED)
    town.on(date(2026, 1, 12))
    steps.superior_agrees(town, FIRST, MOVED)
    works(town, FIRST, 1, reported_on=date(2026, 4, 1))
    town.on(date(2026, 6, 22))
    people_steps.moves_to(town, MOVED, place="2", starts_on=JULY)
    people_steps.reports_to(town, MOVED, superior=SECOND, starts_on=JULY)
    works(town, FIRST, 2, reported_on=date(2026, 6, 29))
    superior = town.person(FIRST)
    superior.opens(HOME)
    superior.follows(plan, f"{plan}/end")
    superior.saves(kind="transfer", ends_on="2026-06-30", reason="Pindah ke dinas sosial.")
    town.on(date(2026, 7, 9))
    closes(town, plan)
    return plan


def closes(town: Town, plan: str) -> None:
    """The first superior, who is no longer one, evaluates the last quarter of the own plan."""
    superior = town.person(FIRST)
    superior.opens(plan)
    superior.follows(f"{plan}/quarters/2", f"{plan}/quarters/2/review")
    superior.saves(**QUARTER)
    superior.reads("Penilaian ditunjukkan kepada pegawai.")


def second_half(town: Town) -> None:
    """The second superior agrees a plan for the rest of the year."""
    steps.officer_writes_plan(town, MOVED, targets=("95", "2", "90"))
    town.on(date(2026, 7, 13))
    steps.superior_agrees(town, SECOND, MOVED)
    works(town, SECOND, 3, reported_on=date(2026, 10, 1))
    works(town, SECOND, 4, reported_on=date(2027, 1, 4))


def is_judged(town: Town, first_plan: str) -> None:
    """The second superior judges the year on both halves; the first one advises and no more."""
    years.person_reports_year(town, MOVED, "Dua dinas, sasaran yang sama.")
    former = town.person(FIRST)
    former.opens(first_plan)
    former.follows("*/year/advice")
    former.saves(text=ADVICE)
    former.finds_nothing_at(f"{first_plan}/year/rate")
    town.person(MOVED).finds_nothing_at(f"{first_plan}/year")
    years.superior_rates(town, SECOND, MOVED, steps={}, result="meets", behaviour="meets")
    years.superior_sends_on(town, SECOND, MOVED)
    years.head_looks(town, OTHER_HEAD)
    kept = "Saya melihat lagi kedua semester; tingkatnya tetap."
    years.superior_looks_again(town, SECOND, answer="kept", reason=kept)
    years.superior_confirms(town, SECOND, MOVED)
    told = years.person_receives(town, MOVED)
    assert ADVICE in told


def is_heard(town: Town) -> None:
    """The new superior's superior decides; neither superior opens the decision."""
    town.on(date(2027, 1, 11))
    case = objection_steps.person_objects(town, MOVED, CLAIM, document="Register semester satu")
    objection_steps.decider_admits(town, OTHER_HEAD, case)
    town.person(SECOND).finds_nothing_at(f"{case}/decide")
    town.person(FIRST).finds_nothing_at(case)
    objection_steps.sides_explain(town, case, {SECOND: (ANSWER,), MOVED: (REPLY,)})
    objection_steps.decider_decides(
        town, OTHER_HEAD, case, {REASON: "unfounded"}, result="meets", behaviour="meets"
    )
    moved = town.person(MOVED)
    moved.opens(case)
    moved.reads(REASON, "Hasil kerja sesuai ekspektasi, perilaku kerja sesuai ekspektasi: Baik.")
    moved.sends(f"{case}/read")


@pytest.mark.parametrize("variant", EVERY_VARIANT.values(), ids=EVERY_VARIANT.keys(), indirect=True)
def test_a_transfer_in_mid_year_and_an_objection(town: Town) -> None:
    steps.office_opens_cycle(town, 2026)
    first_plan = first_half(town)
    second_half(town)
    is_judged(town, first_plan)
    is_heard(town)
    town.assert_clean()
