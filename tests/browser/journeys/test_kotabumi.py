"""J4, Kotabumi: a year by three criteria, up to the highest predicate and *Pegawai Teladan*."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from portal.web.access import Role
from tests.browser.journeys import award_steps, public_steps, quarters, round_steps, steps, years
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.conftest import Live
from tests.browser.journeys.town import Town
from tests.factories.organisation import make_agency, make_unit
from tests.factories.people import make_line, make_person, make_post
from tests.staff import add_account

E, SUPERIOR, CHIEF, MAYOR = "Endah Contoh", "Budi Contoh", "Citra Contoh", "Wali Contoh"
RIVAL, SHORT = "Rini Contoh", "Sinta Contoh"
NUMBERS = ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam")
FELLOWS = (RIVAL, SHORT, *(f"Rekan {word}" for word in NUMBERS))
PLACES = ("bapenda", "dinkes", "pupr", "disdik", "dinsos")
JURORS = tuple(f"Juri {place} {word}" for place in PLACES for word in ("satu", "dua"))
RULES = {
    "name": "Pegawai Teladan",
    "purpose": "Untuk yang melayani tepat waktu.",
    "year": "2026",
    "nominating_from": "2027-02-01",
    "nominating_until": "2027-02-15",
    "seed_event": "Penutupan IHSG, semua angkanya",
    "seed_due": "2027-03-01",
}
POINTS = {E: ("38", "36", "18"), RIVAL: ("38", "35", "18")}
WHY = {"reason": "Membuka loket bersama dengan unit lain.", "evidence": "96 % tepat waktu."}
CRITERIA = (
    "Bagian berkas yang selesai dalam standar waktu",
    "Bagian berkas yang dikembalikan karena kesalahan petugas",
    "Bagian permintaan unit lain yang dijawab dalam dua hari kerja",
)
# Nobody's answers as a citizen were published: the rest counts in proportion.
SOURCES = (
    "Pejabat penilai 4,14 60 75,0%",
    "Rekan kerja 5,00 20 25,0%",
    "Kekuatan: Kolaboratif",
    "Warga Jawaban tentang Anda yang sudah terbit belum cukup. Bukan nol; bobot 20",
)
EXAMPLE = "12 Mei: membuka loket bersama dengan unit lain."
REACHED = {1: "96", 2: "1,2", 3: "95"}
QUARTERS = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 4))


def documents(session: Session) -> None:
    """Make somebody who issues documents, eight colleagues, who is above them, and jurors."""
    round_steps.lay_keys()
    agency = make_agency(session)
    unit = make_unit(session, agency, "dokumen")
    made = {name: make_person(session, name).id for name in (E, *FELLOWS, SUPERIOR, CHIEF, MAYOR)}
    for name in (E, *FELLOWS):
        make_post(session, made[name], agency, unit_id=unit.id)
        make_line(session, made[name], to=made[SUPERIOR])
        held = {"officer_id": made[name], "name": name}
        add_account(session, Role.OFFICER, agency_id=agency.id, **held)
    make_post(session, made[SUPERIOR], agency, unit_id=unit.id, is_head=True)
    make_post(session, made[CHIEF], agency, is_head=True)
    for below, above in ((SUPERIOR, CHIEF), (CHIEF, MAYOR)):
        make_line(session, made[below], to=made[above])
    for place in PLACES:
        other = make_agency(session, place)
        for name in (each for each in JURORS if place in each):
            make_post(session, make_person(session, name).id, other)
    add_account(session, Role.MAYOR, officer_id=made[MAYOR], name=MAYOR)
    session.commit()


@pytest.fixture
def town(live: Live) -> Iterator[Town]:
    people = (E, SUPERIOR, "citizen")
    with live("documents", documents, begins_on=date(2025, 12, 10), at_browsers=people) as town:
        yield town


def rules_are_published(town: Town) -> None:
    """In December, for the next year; from then on nobody can change them."""
    award_steps.office_publishes(town, jurors=JURORS, **RULES)
    office = town.office()
    assert not office.has_link("*/rules")
    for page in ("rules", "jurors"):
        office.finds_nothing_at(f"{award_steps.ONE}/{page}")


def a_year_of_quarters(town: Town) -> None:
    """In time, without mistakes, and together with other units, each with its evidence."""
    for number, day in enumerate(QUARTERS, start=1):
        if number == 4:
            colleagues_answer(town)
        town.on(day)
        quarters.officer_reports(town, E, number, REACHED)
        quarters.superior_verifies(town, SUPERIOR, E, number)


def colleagues_answer(town: Town) -> None:
    """All eight colleagues are drawn and name working together as a strength."""
    opens_on = date(2026, 11, 16)
    round_steps.office_plans_round(town, opens_on=opens_on)
    town.night_before(opens_on)
    for name in FELLOWS:
        round_steps.colleague_answers(town, name, E, step="5", strength="collaborative")
    town.night_before(date(2026, 11, 28))


def is_rated(town: Town) -> None:
    """The superior rates on set criteria; what stands out needs an example."""
    years.person_reports_year(town, E, "Loket bersama berjalan.")
    high = {**dict.fromkeys(years.VALUES, "4"), "collaborative": "5"}
    superior = town.person(SUPERIOR)
    year = years.year_of(town, E)
    superior.opens(year)
    superior.follows(f"{year}/rate")
    said = {f"step_{value}": step for value, step in high.items()}
    superior.is_refused(**said, result="above", behaviour="above")
    superior.reads("hanya berlaku dengan contoh yang Anda lihat sendiri")
    superior.saves(example_collaborative=EXAMPLE)
    years.superior_sends_on(town, SUPERIOR, E)
    years.head_looks(town, SUPERIOR)
    years.superior_confirms(town, SUPERIOR, E)


def is_nominated(town: Town) -> None:
    """By a colleague; of three one drops out for 14 JP, and everybody reads why."""
    town.night_before(date(2027, 2, 1))
    award_steps.steps_on(town, "open")
    award_steps.nominates(town, RIVAL, E, **WHY)
    award_steps.nominates(town, FELLOWS[2], RIVAL, **WHY)
    award_steps.nominates(town, FELLOWS[3], SHORT, **WHY)
    town.on(date(2027, 2, 16))
    award_steps.steps_on(town, "screen")
    years_of_others = {"2026": "very_good", "2025": "good"}
    award_steps.office_records(town, E, hours="24", predicates={"2025": "good"})
    award_steps.office_records(town, RIVAL, hours="20", predicates=years_of_others)
    award_steps.office_records(town, SHORT, hours="14", predicates=years_of_others)
    award_steps.steps_on(town, "freeze")
    short, nominee = town.person(SHORT), town.person(E)
    for person in (short, nominee):
        person.opens(HOME)
        person.follows(f"{award_steps.ONE}/mine")
    short.reads("14 JP tercatat; diminta 20 JP")
    nominee.reads("24 JP", WHY["reason"])


def is_judged(town: Town) -> None:
    """Of three jurors one steps out, a substitute is drawn; points are sealed until all are in."""
    town.on(date(2027, 3, 1))
    award_steps.seed_is_known(town, "718245", on=date(2027, 3, 1))
    award_steps.steps_on(town, "judge")
    first, *_ = before = award_steps.drawn_jurors(town, JURORS)
    award_steps.juror_leaves(town, first)
    jury = award_steps.drawn_jurors(town, JURORS)
    assert (len(before), len(jury), first in jury) == (3, 3, False)
    mayor = town.person(MAYOR)
    for name in jury:
        mayor.opens(f"{award_steps.ONE}/decision")
        mayor.reads("Belum semua nilai juri masuk")
        mayor.does_not_read(E, RIVAL)
        award_steps.juror_judges(town, name, POINTS)


def is_decided(town: Town) -> None:
    """The mayor reads what cannot be told apart and decides; E agrees to the name alone."""
    mayor, winner = town.person(MAYOR), town.person(E)
    mayor.opens(award_steps.ONE)
    mayor.follows(f"{award_steps.ONE}/decision")
    mayor.reads(f"{E} 92,0 0,58 109,5 penghargaan 1", f"{RIVAL} 91,0")
    mayor.does_not_read(SHORT)
    mayor.saves(winner_1=str(town.number_of(E)), reason_1="Hasil kerja dan nilai juri.")
    mayor.reads("Keputusan tersimpan")
    town.on(date(2027, 3, 2))
    winner.opens(HOME)
    winner.follows(award_steps.WON)
    winner.reads("Boleh diumumkan?")
    winner.saves(name="y")
    award_steps.steps_on(town, "announce")


def is_public(town: Town) -> None:
    """The certificate leads to its check page; nobody but the winner stands anywhere public."""
    winner, citizen = town.person(E), town.citizen()
    winner.opens(award_steps.WON)
    code = code_on(winner.downloads(f"{award_steps.WON}/certificate"))
    citizen.opens(f"/awards/check/{code}")
    citizen.reads(E, "Pegawai Teladan", "2026")
    citizen.does_not_read(CHIEF, SUPERIOR, "JP", "92")
    citizen.opens("/awards/check/0000-0000-0000-0000")
    citizen.reads("Tidak ada piagam")
    citizen.opens("/awards")
    citizen.follows("/awards/1")
    citizen.reads(E, *JURORS)
    pages = "".join(public_steps.everything_public(town).values())
    assert [each for each in (RIVAL, SHORT, *FELLOWS, code) if each in pages] == []


def code_on(certificate: bytes) -> str:
    """Return the code of the address on a certificate."""
    text = pypdfium2.PdfDocument(BytesIO(certificate))[0].get_textpage().get_text_bounded()
    return "".join(text.split()).partition("/awards/check/")[2][:19]


def test_a_year_by_three_criteria_and_its_award(town: Town) -> None:
    rules_are_published(town)
    town.on(date(2026, 1, 5))
    steps.office_opens_cycle(town, 2026)
    steps.officer_writes_plan(town, E, targets=("95", "2", "90"))
    town.on(date(2026, 1, 12))
    steps.superior_agrees(town, SUPERIOR, E)
    a_year_of_quarters(town)
    is_rated(town)
    told = years.person_receives(town, E)
    assert "perilaku kerja di atas ekspektasi: Sangat Baik" in told
    assert all(each in told for each in (*CRITERIA, EXAMPLE, *SOURCES))
    is_nominated(town)
    is_judged(town)
    is_decided(town)
    is_public(town)
    town.assert_clean()
