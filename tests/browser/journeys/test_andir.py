"""J2, Andir: targets, work logged as it is done, citizens as an indicator, heard when unfair."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.browser.journeys import (
    citizen_steps,
    objection_steps,
    quarters,
    round_steps,
    steps,
    years,
)
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.conftest import Live
from tests.browser.journeys.town import Town
from tests.factories.organisation import make_agency, make_desk, make_posting, make_service
from tests.factories.people import make_line, make_person, make_post

C, FELLOW, B2 = "Cahya Contoh", "Eka Contoh", "Bima Contoh"
CHIEF, MAYOR = "Kirana Contoh", "Wali Contoh"
HEADS = ("Lestari Contoh", "Mahesa Contoh")
DESK = "disdik-1"
LOG = f"{HOME}/activities"
LOOKING = f"{HOME}/people/activities"
RESULT = {
    "text": "Warga putus sekolah kembali belajar",
    "kind": "main",
    "serves": "own",
    "own_reason": "SKP pimpinan belum ada di portal",
}
PARTICIPATION = {
    "text": "Peserta program kesetaraan",
    "target": "240",
    "unit": "peserta",
    "weight": "80",
    "method": "Peserta yang hadir sekurangnya sebulan",
    "source": "Daftar hadir sanggar belajar",
    "quarter_1": "40",
    "quarter_2": "60",
    "quarter_3": "70",
    "quarter_4": "70",
}
CITIZENS = {
    "text": "Penilaian warga atas layanan kesetaraan",
    "target": "80",
    "unit": "poin",
    "weight": "20",
    "method": "Angka terbit di portal",
    "source": "Portal ini",
    "uses_citizens": "y",
}
BELOW = "Target tahun ini terlewat pada dua triwulan, dan laporan terlambat."
CLAIMS = ("Realisasi 228 dari 240 adalah 95 persen.", "Tidak ada laporan yang terlambat.")
ANSWERS = ("Dua triwulan di bawah targetnya.", "Saya keliru membaca tanggal laporan.")
REPLIES = ("Target setahun hampir penuh.", "Tanggalnya ada di portal.")


def education(session: Session) -> None:
    """Make an education agency, and two others whose heads may be drawn as second readers."""
    round_steps.lay_keys()
    agency, *others = (make_agency(session, code) for code in ("disdik", "dinsos", "dishub"))
    services = (make_service(session, agency, "kesetaraan"),)
    desk = make_desk(session, agency, DESK, services=services)
    made = {name: make_person(session, name) for name in (C, FELLOW, B2, CHIEF, MAYOR, *HEADS)}
    for name in (C, FELLOW, B2):
        make_post(session, made[name].id, agency)
    for name in (C, FELLOW):
        made[name].badge_name = name
        make_posting(session, made[name], desk)
    make_post(session, made[CHIEF].id, agency, is_head=True)
    for name, other in zip(HEADS, others, strict=True):
        make_post(session, made[name].id, other, is_head=True)
    lines = {C: B2, FELLOW: B2, B2: CHIEF, **dict.fromkeys((CHIEF, *HEADS), MAYOR)}
    for below, above in lines.items():
        make_line(session, made[below].id, to=made[above].id)
    session.commit()


@pytest.fixture
def town(live: Live) -> Iterator[Town]:
    people = (C, B2, CHIEF)
    with live("education", education, begins_on=date(2026, 1, 5), at_browsers=people) as town:
        town.portal.flask("ratings", "open-inbox")
        yield town


def writes_plan(town: Town, name: str) -> None:
    """A target of 240 a year with its quarters and its source, and citizens' answers beside it."""
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(f"{HOME}/plans/new")
    officer.saves(point="blank")
    officer.follows("*/results/0")
    officer.saves(**RESULT)
    for indicator in (PARTICIPATION, CITIZENS):
        officer.follows("*/results/1/indicators/0")
        officer.saves(**indicator)
    officer.sends("*/submit")


def agrees(town: Town, name: str) -> None:
    """The superior agrees, though the own plan is not there yet."""
    steps.superior_agrees(town, B2, name)


def logs_work(town: Town) -> None:
    """A day without a network: what was done then arrives later; one entry is mended.

    That the phone itself keeps it meanwhile is tested in ``test_activities.py``.
    """
    town.on(date(2026, 2, 6))
    officer, superior = town.person(C), town.person(B2)
    officer.opens(HOME)
    officer.follows(LOG)
    officer.saves(done_on="2026-02-04", text="Kunjungan ke sanggar Melati")
    officer.saves(text="Pendaftaran 12 peserta baru")
    town.on(date(2026, 2, 9))
    officer.opens(LOG)
    officer.saves(done_on="2026-02-06", text="Rapat dengan lurah")
    superior.opens(HOME)
    superior.follows(LOOKING)
    superior.follows("*/return")
    superior.saves(reason="Sebutkan jumlah warga yang ditemui")
    officer.opens(HOME)
    officer.reads("Satu aktivitas dikembalikan")
    officer.follows(LOG, "*/mend")
    officer.saves(text="Kunjungan ke sanggar Melati, 9 warga ditemui")
    superior.opens(HOME)
    superior.follows(LOOKING)
    superior.ticks("activity")
    superior.saves()
    superior.saves()
    officer.opens(LOG)
    officer.reads("diterima", "9 warga ditemui")


def a_year_of_quarters(town: Town) -> None:
    """40, 60, 66 and 62 of 240; citizens' figure is missing twice, and this is agreed and said."""
    for quarter, month, value in ((1, 3, "40"), (2, 6, "60")):
        town.on(date(2026, month, 25))
        if quarter == 1:
            few_citizens_answer(town)
        both(town, drops_citizens, quarter)
        town.on(date(2026, month + 1, 1))
        both(town, reaches, quarter, {1: value})
    for quarter, day, value in ((3, date(2026, 10, 1), "66"), (4, date(2027, 1, 4), "62")):
        town.on(day)
        both(town, reaches, quarter, {1: value, 2: "84"})


def few_citizens_answer(town: Town) -> None:
    """Twelve citizens rate the desk and name C on the form: far fewer than the gate asks for."""
    for which in (f"citizen {number}" for number in range(12)):
        citizen_steps.citizen_rates(town, which, desk=DESK, officer=C, level=4)
    town.night_before(date(2026, 3, 26))
    officer = town.person(C)
    officer.opens("/admin/figures")
    officer.reads("Belum ada angka", "setelah sedikitnya 30 warga menjawab tentang Anda")


def both(town: Town, step: Callable[..., None], *told: object) -> None:
    """Let the officer take a step, and beside the story a fellow the same one."""
    step(town, C, *told)
    with town.beside():
        step(town, FELLOW, *told)


def reaches(town: Town, name: str, quarter: int, values: dict[int, str]) -> None:
    """What was reached is reported with its evidence and verified."""
    quarters.officer_reports(town, name, quarter, values)
    quarters.superior_verifies(town, B2, name, quarter, keys=tuple(values))


def drops_citizens(town: Town, name: str, quarter: int) -> None:
    """Fewer than 30 answers: both sides agree, before the quarter ends, that it drops out."""
    period = f"{steps.plan_of(town, name)}/periods/{quarter}"
    officer, superior = town.person(name), town.person(B2)
    officer.opens(period)
    officer.follows(f"{period}/indicators/2/drop")
    officer.saves(cause="source_failed", reason="Jawaban warga belum 30, angka belum terbit.")
    superior.opens(HOME)
    superior.follows(period)
    superior.sends(f"{period}/indicators/2/drop/agree")
    superior.reads("Jawaban warga belum 30")


def is_rated_below(town: Town, name: str) -> None:
    """The aid says "meets"; the superior sets "below", has to write why, and is read by another."""
    years.person_reports_year(town, name, "Hampir semua sasaran tercapai.")
    year = years.year_of(town, name)
    superior = town.person(B2)
    superior.opens(HOME)
    superior.follows(year, f"{year}/rate")
    superior.reads("sesuai ekspektasi")
    said = {"result": "below", "behaviour": "meets"}
    superior.is_refused(**{f"step_{value}": "3" for value in years.VALUES}, **said)
    superior.reads("Tingkat ini berbeda dari bantu baca")
    superior.saves(result_reason=BELOW)
    years.superior_sends_on(town, B2, name)
    years.head_looks(town, CHIEF)
    superior.opens(year)
    superior.sends(f"{year}/draw")
    for head in HEADS:
        reader = town.person(head)
        reader.opens(HOME)
        if reader.has_link(f"{year}/look"):
            reader.follows(f"{year}/look")
            reader.saves(opinion="agrees", reason="Alasan penilai jelas dan dapat diperiksa.")
    years.superior_confirms(town, B2, name)


def is_heard(town: Town) -> None:
    """On day 13 two reasons and a document; both explain; the superior's superior decides."""
    town.on(date(2027, 1, 18))
    years.person_receives(town, C)
    with town.beside():
        years.person_receives(town, FELLOW)
    officer, superior = town.person(C), town.person(B2)
    officer.reads(BELOW, "Keberatan")
    officer.opens(HOME)
    officer.follows(f"{HOME}/guide")
    town.on(date(2027, 1, 31))
    case = objection_steps.person_objects(town, C, *CLAIMS, document="Daftar hadir sanggar")
    town.on(date(2027, 2, 1))
    objection_steps.decider_admits(town, CHIEF, case)
    superior.finds_nothing_at(f"{case}/decide")
    too_late(town)
    objection_steps.sides_explain(town, case, {B2: ANSWERS, C: REPLIES})
    town.on(date(2027, 2, 11))
    reasons = {"Daftar hadir menunjukkan 228.": "founded", "Laporan tepat waktu.": "founded"}
    objection_steps.decider_decides(town, CHIEF, case, reasons, result="meets", behaviour="meets")
    officer.opens(HOME)
    officer.follows(case)
    officer.reads(
        *reasons, "Hasil kerja sesuai ekspektasi, perilaku kerja sesuai ekspektasi: Baik."
    )


def too_late(town: Town) -> None:
    """The day after the stored last day a filing is not taken without a reason, and says so."""
    town.on(date(2027, 2, 2), hour=0, minute=5)
    fellow = town.person(FELLOW)
    fellow.opens(f"{years.year_of(town, FELLOW)}/objection")
    fellow.reads("Hari terakhir sudah lewat: 1 Februari 2027", "hanya diperiksa bila")
    fellow.is_refused(claim_1=CLAIMS[0])


def is_public(town: Town) -> None:
    """A citizen reads in the next release how objections went, and nobody's name."""
    town.night_before(date(2027, 2, 12))
    assert town.portal.flask("evaluation", "verify").startswith("3 documents agree")
    for day in (date(2027, 6, 1), date(2027, 6, 15)):
        town.night_before(day)
    citizen = town.citizen()
    citizen.opens("/evaluation/2026")
    citizen.reads("Keberatan")
    citizen.does_not_read("Contoh", "Cahya")


def test_from_a_target_to_a_decided_objection(town: Town) -> None:
    steps.office_opens_cycle(town, 2026)
    both(town, writes_plan)
    town.on(date(2026, 1, 12))
    both(town, agrees)
    logs_work(town)
    a_year_of_quarters(town)
    both(town, is_rated_below)
    is_heard(town)
    is_public(town)
    town.assert_clean()
