"""Steps of help that several stories share: a programme, a training, its catalogue."""

from tests.browser.journeys.characters import HOME
from tests.browser.journeys.town import Town

CATALOGUE = f"{HOME}/training-catalogue"


def office_offers(town: Town, rows: str) -> None:
    """The office takes in topics from a file, looked at first."""
    office = town.office()
    office.opens(CATALOGUE)
    office.follows(f"{CATALOGUE}/import")
    content = f"kode,topik,jp,penyelenggara\n{rows}".encode()
    office.attaches(("katalog.csv", "text/csv", content))
    office.saves()
    office.sends(f"{CATALOGUE}/import/confirm")


def superior_proposes(town: Town, superior: str, name: str, **said: str) -> str:
    """A superior proposes a programme, the person agrees; returns its address."""
    person = f"{HOME}/people/{town.number_of(name)}"
    above = town.person(superior)
    above.opens(HOME)
    above.follows(f"{person}/following", f"{person}/programmes", f"{person}/programmes/new")
    above.saves(**said)
    programme = above.address
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(programme)
    officer.sends(f"{programme}/agree")
    officer.reads("Disepakati", "tekan Mulai program")
    return programme


def superior_starts(town: Town, superior: str, programme: str) -> None:
    """A superior starts on its first day what was agreed; the days of looking stand there."""
    above = town.person(superior)
    above.opens(HOME)
    above.follows(programme)
    above.sends(f"{programme}/start")
    above.reads("Hari cek bersama ada di bawah")


def both_look(town: Town, name: str, programme: str, note: str) -> None:
    """The next check-in is recorded by the person."""
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(programme)
    officer.follows(f"{programme}/check-ins/*")
    officer.saves(note=note, was_provided="yes")
    officer.reads(note)


def training_is_planned(
    town: Town,
    superior: str,
    name: str,
    *,
    topic: str,
    days: tuple[str, str],
    substitute: str,
    trigger: str = "skill",
) -> str:
    """A superior suggests a topic, the person accepts, days and a substitute are planned."""
    page = f"{HOME}/people/{town.number_of(name)}/training"
    above, officer = town.person(superior), town.person(name)
    above.opens(f"{HOME}/people/{town.number_of(name)}/following")
    above.follows(page, f"{page}/new")
    above.saves(topic=topic, trigger=trigger)
    officer.opens(HOME)
    officer.follows(page)
    officer.sends("*/accept")
    above.opens(HOME)
    above.follows(page)
    above.follows("*/plan")
    chosen = str(town.number_of(substitute))
    above.saves(starts_on=days[0], ends_on=days[1], substitute=chosen)
    return page


def training_is_finished(town: Town, superior: str, name: str, *, hours: str) -> None:
    """The person takes part and tells the evidence, the superior confirms it."""
    page = f"{HOME}/people/{town.number_of(name)}/training"
    officer, above = town.person(name), town.person(superior)
    officer.opens(page)
    officer.sends("*/begin")
    officer.follows("*/proof")
    officer.saves(evidence="Sertifikat 12/2026", hours=hours)
    above.opens(HOME)
    above.follows(page)
    above.sends("*/finish")
