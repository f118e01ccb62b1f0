"""J3, Tangerang Selatan: three sources, current, open."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.web.access import Role
from tests.browser.journeys import (
    help_steps,
    public_steps,
    quarters,
    round_steps,
    steps,
    years,
)
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.conftest import Live
from tests.browser.journeys.town import Town
from tests.factories.citizens_year import release_year
from tests.factories.organisation import make_agency, make_unit
from tests.factories.people import make_line, make_person, make_post
from tests.staff import add_account

D, SUPERIOR = "Dewi Contoh", "Sari Contoh"
NUMBERS = ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan")
FELLOWS = (*(f"Perawat {word}" for word in NUMBERS), "Bidan Satu")
N, BESIDE = "Nanda Contoh", "Bagas Contoh"
NEIGHBOURS = tuple(f"Apoteker {word}" for word in NUMBERS[:8])
CHIEF, MAYOR = "Citra Contoh", "Wali Contoh"
UNITS = {SUPERIOR: (D, *FELLOWS), BESIDE: (N, *NEIGHBOURS)}
OFFICERS = tuple(name for unit in UNITS.values() for name in unit)
RESULT = {
    "text": "Pasien terlayani dalam standar waktu",
    "kind": "main",
    "serves": "own",
    "own_reason": "SKP pimpinan belum ada di portal",
}
INDICATOR = {
    "text": "Pasien yang dilayani dalam 30 menit",
    "target": "90",
    "unit": "persen",
    "weight": "100",
    "method": "Antrean puskesmas",
    "source": "Register antrean",
}
QUARTERS = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 4))
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
KIND = "Komunikasi dan empati"
RECONSIDERED = "Rekan melihat keramahan yang tidak saya lihat di ruang periksa."
SOURCES = (
    "Pejabat penilai 3,14 60 60,5%",
    "Rekan kerja 4,00 20 20,2%",
    "Warga 3,17 20 19,3%",
    "Dari 6 rekan atau lebih yang diundi",
)
CRITICISM = "Petugas pendaftaran menjawab dengan nada tinggi dan tidak menjelaskan antrean."


def health(session: Session) -> None:
    """Make a health agency of two units, eleven and nine officers, with accounts of their own."""
    round_steps.lay_keys()
    agency = make_agency(session, "dinkes", name="Dinas Kesehatan")
    heads = {name: make_person(session, name).id for name in (SUPERIOR, BESIDE, CHIEF, MAYOR)}
    for number, (superior, officers) in enumerate(UNITS.items(), start=1):
        unit = make_unit(session, agency, f"unit-{number}")
        make_post(session, heads[superior], agency, unit_id=unit.id, is_head=True)
        make_line(session, heads[superior], to=heads[CHIEF])
        for name in officers:
            officer = make_person(session, name).id
            make_post(session, officer, agency, unit_id=unit.id)
            make_line(session, officer, to=heads[superior])
            add_account(session, Role.OFFICER, agency_id=agency.id, officer_id=officer, name=name)
    make_post(session, heads[CHIEF], agency, is_head=True)
    make_line(session, heads[CHIEF], to=heads[MAYOR])
    session.commit()


@pytest.fixture
def town(live: Live) -> Iterator[Town]:
    people = (D, SUPERIOR, "citizen")
    with live("health", health, begins_on=date(2026, 1, 5), at_browsers=people) as town:
        yield town


def writes_plan(town: Town, name: str) -> None:
    """A plan of one result and one indicator."""
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(f"{HOME}/plans/new")
    officer.saves(point="blank")
    officer.follows("*/results/0")
    officer.saves(**RESULT)
    officer.follows("*/results/1/indicators/0")
    officer.saves(**INDICATOR)
    officer.sends("*/submit")


def plans_are_agreed(town: Town) -> None:
    """Everybody of both units has a plan by mid-January, in time."""
    writes_plan(town, D)
    with town.beside():
        for name in OFFICERS[1:]:
            writes_plan(town, name)
    town.on(date(2026, 1, 12))
    steps.superior_agrees(town, SUPERIOR, D)
    with town.beside():
        for superior, officers in UNITS.items():
            for name in officers:
                if name != D:
                    steps.superior_agrees(town, superior, name)


def a_quarter(town: Town, number: int) -> None:
    """What D and a neighbour reached is reported and verified."""
    town.on(QUARTERS[number - 1])
    with town.beside():
        for superior, name in ((SUPERIOR, D), (BESIDE, N)):
            quarters.officer_reports(town, name, number, {1: "90"})
            quarters.superior_verifies(town, superior, name, number, keys=(1,))


OPENS_ON = date(2026, 11, 16)


def colleagues_answer(town: Town) -> None:
    """Eight are drawn about D and seven answer; of the neighbour four do; nobody sees a count.

    The lot gives whoever comes last one seat less where all others are full: then all answer.
    """
    town.on(date(2026, 10, 1))
    round_steps.office_plans_round(town, opens_on=OPENS_ON)
    town.night_before(OPENS_ON)
    with town.beside():
        asked = round_steps.who_is_asked(town, D, FELLOWS)
        beside = round_steps.who_is_asked(town, N, NEIGHBOURS)
    assert {len(asked), len(beside)} <= {7, 8}
    first, *others, harsh = asked[:7]
    town.at_browsers |= {first}
    round_steps.colleague_answers(town, first, D, strength="service")
    for name in others:
        round_steps.colleague_answers(town, name, D, strength="service")
    round_steps.colleague_answers(town, harsh, D, step="1")
    for name in beside[:4]:
        round_steps.colleague_answers(town, name, N)
    sees_no_count(town)
    town.night_before(date(2026, 11, 17))
    sees_no_count(town)
    town.night_before(date(2026, 11, 28))
    round_steps.nothing_is_left(town)


def sees_no_count(town: Town) -> None:
    """Neither the superior nor D learns who is asked or how many answered."""
    for name in (SUPERIOR, D):
        person = town.person(name)
        person.opens(round_steps.ASKED)
        person.does_not_read("terkirim")
    superior, person = town.person(SUPERIOR), f"{HOME}/people/{town.number_of(D)}"
    superior.reads("Tidak ada yang ditanyakan kepada Anda sekarang")
    for page in (HOME, f"{person}/following", f"{person}/strengths"):
        superior.opens(page)
        superior.does_not_read("Penilaian rekan", "rekan menjawab")


def citizens_miss_empathy(town: Town) -> None:
    """Citizens' figure is low and gated: a topic is suggested, accepted, planned and done."""
    town.on(date(2026, 12, 7))
    help_steps.office_offers(town, f"empati,{KIND},16,BKPSDM")
    office = town.office()
    office.opens(help_steps.CATALOGUE)
    office.follows("*/rules/new")
    office.saves(trigger="citizens", topic="empati", starts_on="2026-12-07")
    superior, page = town.person(SUPERIOR), f"{HOME}/people/{town.number_of(D)}/training"
    superior.opens(page)
    superior.does_not_read(KIND)
    with town.portal.inside() as session:
        release_year(session, town.number_of(D), mean=2.6, ends=(62.0, 68.0))
    superior.opens(page)
    superior.reads(KIND, "16 JP")
    help_steps.training_is_planned(
        town,
        SUPERIOR,
        D,
        topic="empati",
        trigger="citizens",
        days=("2026-12-14", "2026-12-15"),
        substitute=FELLOWS[0],
    )
    town.on(date(2026, 12, 15))
    help_steps.training_is_finished(town, SUPERIOR, D, hours="16")


def is_rated(town: Town) -> None:
    """Steps are locked before the superior sees colleagues' outcome; then one is changed."""
    years.person_reports_year(town, D, "Antrean sudah lancar.")
    years.superior_rates(town, SUPERIOR, D, steps={}, result="meets", behaviour="meets")
    superior, year = town.person(SUPERIOR), years.year_of(town, D)
    superior.reads("4,0 dari 5")
    superior.follows(f"{year}/rate")
    superior.reads("penilaian pertama tetap tersimpan")
    superior.saves(step_service="4", change_reason=RECONSIDERED)
    years.superior_sends_on(town, SUPERIOR, D)
    years.head_looks(town, SUPERIOR)
    years.superior_confirms(town, SUPERIOR, D)
    town.on(date(2027, 1, 5))
    told = years.person_receives(town, D)
    assert all(each in told for each in (RECONSIDERED, *SOURCES))


def neighbour_is_told(town: Town) -> None:
    """At the neighbouring unit too few answered: destroyed, and said."""
    with town.beside():
        years.person_reports_year(town, N, "Obat selalu ada.")
        years.superior_rates(town, BESIDE, N, steps={}, result="meets", behaviour="meets")
        town.person(BESIDE).reads("Tidak ada angka rekan untuk orang ini")
        years.superior_sends_on(town, BESIDE, N)
        years.head_looks(town, BESIDE)
        years.superior_confirms(town, BESIDE, N)
        told = years.person_receives(town, N)
    assert "Jawaban mereka dimusnahkan" in told


def is_public(town: Town) -> None:
    """The city's page shows its agencies; a citizen follows the link and writes criticism."""
    for day in (date(2027, 6, 1), date(2027, 6, 15)):
        town.night_before(day)
    citizen = town.citizen()
    citizen.opens("/evaluation")
    citizen.follows("/evaluation/2026")
    citizen.reads("Dinas Kesehatan", "Rencana disepakati tepat waktu 75% atau lebih")
    citizen.reads("Rata-rata pelatihan: 4 JP atau kurang", "Pegawai: 20 sampai 24")
    citizen.does_not_read("Contoh")
    citizen.follows("/complaints/new?agency=dinkes")
    said = {"kind": "complaint", "concern": "officer", "happened": "this_week"}
    citizen.sends("/complaints/new?agency=dinkes", text=CRITICISM, **said)
    code = CODE.search(citizen.page_text)
    assert code is not None
    town.night_before(date(2027, 6, 16))
    citizen.opens("/complaints/follow")
    citizen.sends("/complaints/follow", code=code[0])
    citizen.reads("Diterima, belum diperiksa")


def tells_of_nobody(town: Town) -> None:
    """A journalist reads every public page and file and finds no civil servant.

    What happens after the release changes nothing of it, so no difference tells of anybody.
    """
    before = public_steps.everything_public(town)
    for name in (*OFFICERS, SUPERIOR, BESIDE, CHIEF):
        assert [at for at, told in before.items() if name in told] == [], name
    town.on(date(2027, 6, 17))
    officer = town.person(D)
    officer.opens(f"{years.year_of(town, D)}/objection")
    officer.saves(claim_1="Angka warga itu dari satu bulan.", late_reason="Saya sakit sebulan.")
    town.night_before(date(2027, 7, 2))
    after = public_steps.everything_public(town)
    year = [at for at in before if at.startswith("/evaluation")]
    assert len(year) > 4
    assert [at for at in year if before[at] != after[at]] == []


def test_three_sources_current_and_open(town: Town) -> None:
    steps.office_opens_cycle(town, 2026)
    plans_are_agreed(town)
    for number in (1, 2, 3):
        a_quarter(town, number)
    colleagues_answer(town)
    citizens_miss_empathy(town)
    a_quarter(town, 4)
    is_rated(town)
    neighbour_is_told(town)
    is_public(town)
    tells_of_nobody(town)
    town.assert_clean()
