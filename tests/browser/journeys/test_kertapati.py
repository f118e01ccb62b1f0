"""J1, Kertapati: from an evaluation to a measurable programme."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.web.access import Role
from tests.browser.journeys import help_steps, quarters, steps, years
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.conftest import Live
from tests.browser.journeys.town import Town
from tests.factories.citizens_year import release_year
from tests.factories.organisation import make_agency, make_desk, make_posting
from tests.factories.people import make_line, make_person, make_post

A, B = "Ayu Contoh", "Budi Contoh"
FELLOWS = ("Eka Contoh", "Fajar Contoh", "Gita Contoh", "Hana Contoh")
CHIEF, MAYOR = "Citra Contoh", "Wali Contoh"


def registry(session: Session) -> None:
    """Make a registry desk: five officers, who is above them, and nothing of the evaluation."""
    agency = make_agency(session)
    desk = make_desk(session, agency)
    made = {name: make_person(session, name) for name in (A, *FELLOWS, B, CHIEF, MAYOR)}
    for name in (A, *FELLOWS):
        made[name].badge_name = name
        make_posting(session, made[name], desk)
        make_line(session, made[name].id, to=made[B].id)
    for name in (A, *FELLOWS, B):
        make_post(session, made[name].id, agency)
    make_post(session, made[CHIEF].id, agency, is_head=True)
    make_line(session, made[B].id, to=made[CHIEF].id)
    make_line(session, made[CHIEF].id, to=made[MAYOR].id)
    session.commit()


@pytest.fixture
def town(live: Live) -> Iterator[Town]:
    with live("registry", registry, begins_on=date(2026, 1, 5), at_browsers=(A, B)) as town:
        yield town


WEAK = {
    "result": "below",
    "result_reason": "Hampir sepertiga berkas terlambat, walau sasaran lain tercapai.",
    "behaviour": "meets",
    "strengths": "Permintaan unit lain dijawab cepat.",
    "weaknesses": "Berkas terlambat sejak sistem baru dipakai.",
    "cause": "skill",
    "advice": "Berlatih dengan sistem baru bersama rekan.",
    "provides": "Pelatihan 8 JP dan setengah jam seminggu dengan rekan.",
}
GOAL = {
    "weak_point": "Berkas selesai dalam standar waktu",
    "cases": "90",
    "target": "90",
    "due_on": "2026-09-30",
    "checked_by": "Register berkas loket",
    "provides": "Pelatihan 8 JP, setengah jam seminggu dengan rekan",
    "reason": "Sistem baru belum dikuasai",
    "starts_on": "2026-07-13",
    "every": "15",
}
GOOD_CASE = {
    "title": "Berkas tepat waktu sesudah sistem baru",
    "problem": "Hampir sepertiga berkas terlambat sejak sistem baru dipakai.",
    "done": "Pelatihan 8 JP dan setengah jam seminggu dengan rekan.",
    "changed": "Berkas tepat waktu naik dari 69 ke 92 persen dalam satu triwulan.",
}
IN_TIME = "Bagian berkas yang selesai dalam standar waktu"
ANSWERED = "Bagian permintaan unit lain yang dijawab dalam dua hari kerja"


def first_half(town: Town) -> None:
    """Plans are agreed, two observations are read, the first quarter is verified."""
    steps.office_opens_cycle(town, 2026)
    steps.officer_writes_plan(town, A, targets=("90", "5", "90"))
    with town.beside():
        for name in FELLOWS:
            steps.officer_writes_plan(town, name, targets=("90", "5", "90"))
    town.on(date(2026, 1, 12))
    steps.superior_agrees(town, B, A)
    with town.beside():
        for name in FELLOWS:
            steps.superior_agrees(town, B, name)
    for words in ("10 Januari: membantu warga lansia.", "12 Januari: antrean dijelaskan."):
        steps.superior_observes(town, B, A, words)
    town.on(date(2026, 4, 1))
    quarters.officer_reports(town, A, 1, {1: "90", 2: "5", 3: "90"})
    town.on(date(2026, 4, 2))
    quarters.superior_verifies(town, B, A, 1)


def falls_behind(town: Town, name: str) -> None:
    """62 of 90 files in time, with evidence; the superior says below, and why."""
    town.on(date(2026, 7, 1))
    quarters.officer_reports(town, name, 2, {1: "68,9", 2: "5", 3: "97"})
    town.on(date(2026, 7, 2))
    quarters.superior_verifies(town, B, name, 2)
    town.on(date(2026, 7, 9))
    quarters.superior_evaluates(town, B, name, 2, **WEAK)


def second_quarter(town: Town) -> None:
    """Five people fall behind with a new system; one strength and one weakness have sources."""
    falls_behind(town, A)
    with town.beside():
        for name in FELLOWS:
            falls_behind(town, name)
    officer, page = town.person(A), f"{HOME}/people/{town.number_of(A)}"
    officer.opens(HOME)
    officer.follows(f"{page}/following", f"{page}/strengths")
    officer.reads(f"{IN_TIME} 76,6 persen dari target", f"{ANSWERED} 107,8 persen dari target")
    officer.reads("realisasi terverifikasi")


def unit_measure(town: Town) -> None:
    """Five share one weak point: the coordinator is proposed a measure, and takes it."""
    town.night_before(date(2026, 7, 10))
    measures = f"{HOME}/unit-measures"
    coordinator = town.role(Role.PERFORMANCE_COORDINATOR, agency="dukcapil")
    coordinator.opens(measures)
    coordinator.reads(IN_TIME)
    coordinator.does_not_read(A, *FELLOWS)
    coordinator.follows(f"{measures}/*", "*/accept")
    coordinator.saves(
        what="Pelatihan bersama sistem baru",
        owner=str(town.number_of(B)),
        starts_from="69 % menurut register loket",
        due_on="2026-09-30",
    )
    owner = town.person(B)
    owner.opens(HOME)
    owner.follows(f"{measures}/*")
    owner.reads("Pelatihan bersama sistem baru")


def programme(town: Town) -> str:
    """From 69 to 90 per cent by 30 September, with a training and a colleague's half hour."""
    help_steps.office_offers(town, "sistem,Sistem antrean baru,8,BKPSDM")
    measure = {"measure": f"{town.plan_number(A)}-1"}
    found = help_steps.superior_proposes(town, B, A, **GOAL, **measure)
    days = ("2026-07-20", "2026-07-21")
    help_steps.training_is_planned(town, B, A, topic="sistem", days=days, substitute=FELLOWS[0])
    town.on(date(2026, 7, 13))
    help_steps.superior_starts(town, B, found)
    for day, note in ((date(2026, 8, 3), "Alur baru dicoba."), (date(2026, 8, 25), "Lancar.")):
        town.on(day)
        help_steps.both_look(town, A, found, note)
    help_steps.training_is_finished(town, B, A, hours="8")
    return found


def third_quarter(town: Town, found: str) -> None:
    """92 per cent: the figures say that the programme was met."""
    town.on(date(2026, 10, 1))
    quarters.officer_reports(town, A, 3, {1: "92", 2: "5", 3: "90"})
    town.on(date(2026, 10, 2))
    quarters.superior_verifies(town, B, A, 3)
    superior = town.person(B)
    superior.opens(HOME)
    superior.follows(found, f"{found}/review")
    superior.saves(outcome="met")
    superior.reads("tercapai", "92 %")


def year(town: Town) -> None:
    """The quadrant gives Baik, and the person receives it."""
    town.on(date(2027, 1, 4))
    quarters.officer_reports(town, A, 4, {1: "92", 2: "5", 3: "90"})
    years.person_reports_year(town, A, "Sistem baru sudah dikuasai.")
    town.on(date(2027, 1, 5))
    strengths_after_the_release(town)
    quarters.superior_verifies(town, B, A, 4)
    good = dict.fromkeys(("service", "competent", "harmonious", "loyal", "adaptive"), "4")
    years.superior_rates(town, B, A, steps=good, result="meets", behaviour="meets")
    years.superior_sends_on(town, B, A)
    years.head_looks(town, CHIEF)
    years.superior_confirms(town, B, A)
    town.on(date(2027, 1, 6))
    told = years.person_receives(town, A)
    assert "perilaku kerja sesuai ekspektasi: Baik" in told


def strengths_after_the_release(town: Town) -> None:
    """Once the year was compared, citizens' figure of 30 answers and more stands as strength."""
    officer, page = town.person(A), f"{HOME}/people/{town.number_of(A)}/strengths"
    officer.opens(page)
    officer.does_not_read("Penilaian warga")
    with town.portal.inside() as session:
        release_year(session, town.number_of(A), mean=3.4, ends=(83.0, 87.0))
    officer.opens(page)
    officer.reads("Penilaian warga indeks 85, diharapkan 80")


def is_an_example(town: Town) -> None:
    """What the desk did is published as an example: with the person's consent, without a name."""
    page, cases = f"{HOME}/people/{town.number_of(A)}", f"{HOME}/good-cases"
    superior, officer, office = town.person(B), town.person(A), town.office()
    superior.opens(HOME)
    superior.follows(f"{page}/following", f"{page}/strengths", f"{page}/good-cases")
    superior.follows(f"{page}/good-cases/new")
    superior.is_refused(**{**GOOD_CASE, "done": f"{A} berlatih setengah jam seminggu."})
    superior.reads("Sebutkan pekerjaannya, bukan orangnya")
    superior.saves(**GOOD_CASE)
    officer.opens(f"{page}/good-cases")
    officer.follows(f"{cases}/*")
    officer.sends("*/consent")
    office.opens(cases)
    office.follows(f"{cases}/*")
    office.sends("*/publish")
    citizen = town.citizen()
    citizen.opens("/awards/examples")
    citizen.reads(*GOOD_CASE.values())
    citizen.does_not_read(A, A.partition(" ")[0], B)


def test_from_an_evaluation_to_a_measurable_programme(town: Town) -> None:
    first_half(town)
    second_quarter(town)
    unit_measure(town)
    found = programme(town)
    third_quarter(town, found)
    year(town)
    is_an_example(town)
    town.assert_clean()
