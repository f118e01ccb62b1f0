"""J5, Pauh: followed all year, judged once, without favour."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.web.access import Role
from tests.browser.journeys import help_steps, people_steps, quarters, steps, years
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.conftest import Live
from tests.browser.journeys.town import Town
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_person, make_post

F, G, COUSIN, SUBSTITUTE = "Farid Contoh", "Gita Contoh", "Kasih Contoh", "Sinta Contoh"
OTHERS = tuple(f"Petugas {word}" for word in ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam"))
CHIEF, MAYOR = "Citra Contoh", "Wali Contoh"
MEASURE = "Standar layanan dijelaskan, surat contoh ditempel di loket."
COPIED = "Membantu rekan loket lain saat antrean panjang."
SAME = "Tujuh nilai hampir selalu diberi langkah yang sama"
GOAL = {
    "weak_point": "Berkas dikembalikan",
    "cases": "200",
    "target": "2",
    "due_on": "2026-09-30",
    "checked_by": "Register berkas loket",
    "provides": "Standar layanan dijelaskan, surat contoh di loket",
    "reason": "Syarat akta lahir dibaca berbeda-beda",
    "starts_on": "2026-04-02",
    "every": "60",
}
KEPT = "Saya melihat lagi catatan setahun; langkah ini sesuai."


def civil_registry(session: Session) -> None:
    """Make a civil registry whose superior has eight people, one of them a cousin."""
    agency = make_agency(session)
    names = (G, COUSIN, *OTHERS, F, SUBSTITUTE, CHIEF, MAYOR)
    made = {name: make_person(session, name) for name in names}
    for name in (G, COUSIN, *OTHERS, F, SUBSTITUTE):
        make_post(session, made[name].id, agency)
    make_post(session, made[CHIEF].id, agency, is_head=True)
    lines = {**dict.fromkeys((G, COUSIN, *OTHERS), F), F: CHIEF, SUBSTITUTE: CHIEF, CHIEF: MAYOR}
    for below, above in lines.items():
        make_line(session, made[below].id, to=made[above].id)
    session.commit()


@pytest.fixture
def town(live: Live) -> Iterator[Town]:
    with live("civil", civil_registry, begins_on=date(2026, 1, 5), at_browsers=(F, G)) as town:
        yield town


def cousin_is_declared(town: Town) -> None:
    """The superior declares a cousin; the office names a substitute; the cousin is gone."""
    superior = town.person(F)
    superior.opens("/admin/people/me")
    declare = "/admin/people/me/relation"
    superior.sends(declare, other_words=COUSIN, kind="relative")
    superior.reads("Pilih orangnya dari daftar di bawah")
    superior.sends(declare, picked=str(town.number_of(COUSIN)))
    superior.reads(COUSIN)
    starts_on = date(2026, 1, 5)
    people_steps.is_named(
        town, COUSIN, holder=SUBSTITUTE, kind="substitute_appraiser", starts_on=starts_on
    )
    sees_nothing_of_the_cousin(town)


def sees_nothing_of_the_cousin(town: Town) -> None:
    """Neither the superior's lists nor the cousin's pages show anything."""
    superior, cousin = town.person(F), town.number_of(COUSIN)
    superior.opens(HOME)
    superior.does_not_read(COUSIN)
    for page in ("following", "activities", "programmes", "training", "strengths"):
        superior.finds_nothing_at(f"{HOME}/people/{cousin}/{page}")


def plans_are_agreed(town: Town) -> None:
    """Everybody's plan comes from the template; the cousin's goes to the substitute."""
    steps.officer_writes_plan(town, G, targets=("90", "5", "90"))
    with town.beside():
        for name in (COUSIN, *OTHERS):
            steps.officer_writes_plan(town, name, targets=("90", "5", "90"))
    town.on(date(2026, 1, 12))
    steps.superior_agrees(town, F, G)
    with town.beside():
        for name in OTHERS:
            steps.superior_agrees(town, F, name)
        steps.superior_agrees(town, SUBSTITUTE, COUSIN)


def returned_files_rise(town: Town) -> None:
    """What G logs is read; returned files rise; the cause is the standard, not the skill."""
    officer, superior = town.person(G), town.person(F)
    person = f"{HOME}/people/{town.number_of(G)}"
    officer.opens(HOME)
    officer.follows(f"{HOME}/activities")
    officer.saves(text="Verifikasi 40 berkas, 3 dikembalikan")
    superior.opens(HOME)
    superior.follows(f"{person}/activities")
    superior.reads("3 dikembalikan")
    superior.opens(HOME)
    superior.reads("Belum ada dialog sejak", G)
    superior.follows(f"{person}/following", f"{person}/dialogues/new")
    superior.saves(topic="Berkas yang dikembalikan")
    superior.saves(talked="Syarat akta lahir dibaca berbeda-beda", outcome=MEASURE)
    officer.opens(HOME)
    officer.follows(f"{person}/following", f"{HOME}/dialogues/*")
    officer.sends("*/confirm")
    superior.opens(f"{person}/following")
    superior.follows(f"{person}/difficulties/new")
    told = {"text": "Berkas dikembalikan 6 persen", "measure": MEASURE, "support": "Surat contoh"}
    superior.saves(cause="unclear_expectation", due_on="2026-04-01", **told)
    superior.follows(f"{person}/strengths")
    superior.reads("Harapan belum jelas")


def a_year_of_quarters(town: Town) -> str:
    """Returned files fall from 6 to 2 per cent; the measure's programme is met by its date."""
    found, days = "", (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 4))
    for number, (day, returned) in enumerate(zip(days, ("6", "3", "2", "2"), strict=True), start=1):
        town.on(day)
        quarters.officer_reports(town, G, number, {1: "90", 2: returned, 3: "90"})
        quarters.superior_verifies(town, F, G, number)
        if number == 1:
            found = measure_is_agreed(town)
        if number == 3:
            superior = town.person(F)
            superior.opens(HOME)
            superior.follows(found, f"{found}/review")
            superior.saves(outcome="met")
            superior.reads("tercapai", "2 %")
    return found


def measure_is_agreed(town: Town) -> str:
    """What F provides stands in a programme whose baseline is the verified 6 per cent."""
    measure = {"measure": f"{town.plan_number(G)}-2"}
    found = help_steps.superior_proposes(town, F, G, **GOAL, **measure)
    town.on(date(2026, 4, 2))
    help_steps.superior_starts(town, F, found)
    return found


def effect_is_looked_at(town: Town, found: str) -> None:
    """In June the same measure says whether it lasted: 6 to 2 per cent, with its uncertainty."""
    town.on(date(2027, 6, 1))
    superior, officer = town.person(F), town.person(G)
    superior.opens(HOME)
    superior.follows(found, f"{found}/effect")
    superior.saves(value_1="2", cases_1="300", source_1="Register berkas, Januari sampai Mei 2027")
    officer.opens(found)
    officer.reads(
        "Sekarang 6 %", "Dua triwulan kemudian 2 %", "membaik", "-8,3 dan -0,6 poin persen"
    )


def judges_all_alike(town: Town) -> None:
    """All seven steps equal for everybody and one example copied: both are noticed at once."""
    years.person_reports_year(town, G, "Standar sudah jelas.")
    same = dict.fromkeys(years.VALUES, "4")
    said = {"behaviour": "meets", "example_loyal": COPIED}
    years.superior_rates(town, F, G, steps=same, result="above", **said)
    with town.beside():
        for number, name in enumerate(OTHERS, start=1):
            town.on(date(2027, 1, 5), minute=5 * number)
            years.person_reports_year(town, name, "Sudah.")
            years.superior_rates(town, F, name, steps=same, result="meets", **said)
            years.superior_sends_on(town, F, name)
        others_are_told_apart(town)
    years.superior_sends_on(town, F, G)
    superior = town.person(F)
    superior.opens(HOME)
    superior.follows(f"{HOME}/signals")
    superior.reads("Alasan yang sama dipakai untuk beberapa orang", SAME)


def others_are_told_apart(town: Town) -> None:
    """Another appraiser tells the seven values apart, which F's forms are compared with."""
    years.person_reports_year(town, COUSIN, "Sudah.")
    apart = dict.fromkeys(years.VALUES[::2], "4")
    said = {"result": "meets", "behaviour": "meets"}
    years.superior_rates(town, SUBSTITUTE, COUSIN, steps=apart, **said)


def looks_again(town: Town) -> None:
    """Three are changed with examples of their own, the others kept, with the reason."""
    town.on(date(2027, 1, 6))
    superior = town.person(F)
    superior.opens(f"{HOME}/signals")
    superior.follows_words(SAME)
    superior.saves(answer="changed", reason="Tiga orang saya nilai lagi dengan contohnya sendiri.")
    years.superior_looks_again(town, F, answer="kept", reason=KEPT)
    with town.beside():
        for name in OTHERS[:3]:
            changes(town, name)
        for answer in ("changed",) * 3 + ("kept",) * 3:
            years.superior_looks_again(town, F, answer=answer, reason=KEPT)
    superior = town.person(F)
    superior.opens(f"{HOME}/signals")
    superior.reads("dilihat lagi, diubah", "dilihat lagi, tetap")
    superior.does_not_read("menunggu jawaban")


def changes(town: Town, name: str) -> None:
    """A rating is taken back with a reason and set anew, with what was seen of this person."""
    year = years.year_of(town, name)
    superior = town.person(F)
    superior.opens(year)
    superior.follows(f"{year}/back")
    superior.saves(reason="Contohnya sama dengan rekan lain; saya lihat lagi.")
    superior.follows(f"{year}/rate")
    superior.saves(
        step_adaptive="3",
        example_loyal=f"{name} menjaga kerahasiaan berkas warga.",
        change_reason="Contoh yang saya lihat sendiri.",
    )
    years.superior_sends_on(town, F, name)


def plans_what_comes_next(town: Town) -> None:
    """G's development plan: aims by mentoring, a course and job shadowing, and a career wish."""
    page = f"{HOME}/people/{town.number_of(G)}/development-plan"
    officer, superior = town.person(G), town.person(F)
    officer.opens(HOME)
    officer.follows(page, f"{page}/new")
    officer.saves(strengths="Teliti dan tenang di loket", wish="Penyelia loket")
    for way in ("mentoring", "training", "job_shadowing"):
        officer.follows("*/aims/new")
        officer.saves(aim=f"Belajar {way}", way=way, means="Dua jam sebulan", due_on="2027-06-30")
    officer.reads("JP")
    officer.sends("*/send")
    superior.opens(HOME)
    superior.follows(page)
    superior.reads("Penyelia loket")
    superior.sends("*/agree")


def trail_is_read(town: Town) -> None:
    """Only two people of the office end a declaration; the auditor reads every step of it."""
    superior = town.person(F)
    superior.opens("/admin/people/me")
    assert not superior.has_link("*/relation")
    people_steps.relation_ends(town, COUSIN, on=date(2027, 1, 6))
    auditor = town.role(Role.AUDITOR)
    auditor.opens("/admin/audit")
    auditor.reads("relation")


def test_a_year_is_followed_and_judged_without_favour(town: Town) -> None:
    steps.office_opens_cycle(town, 2026)
    cousin_is_declared(town)
    plans_are_agreed(town)
    returned_files_rise(town)
    found = a_year_of_quarters(town)
    judges_all_alike(town)
    looks_again(town)
    plans_what_comes_next(town)
    sees_nothing_of_the_cousin(town)
    trail_is_read(town)
    effect_is_looked_at(town, found)
    town.assert_clean()
