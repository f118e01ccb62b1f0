"""Steps of a quarter that several stories share: reported, verified, evaluated, looked at."""

from collections.abc import Mapping

from tests.browser.journeys.characters import HOME
from tests.browser.journeys.steps import plan_of
from tests.browser.journeys.town import Town

REGISTER = "https://arsip.example/register"


def officer_reports(town: Town, name: str, quarter: int, values: Mapping[int, str]) -> None:
    """An officer reports what was reached of each indicator, each with its evidence."""
    period = f"{plan_of(town, name)}/periods/{quarter}"
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(period)
    for key, value in values.items():
        officer.follows(f"{period}/indicators/{key}")
        officer.saves(value=value, links=f"{REGISTER}/{quarter}")
    officer.reads(REGISTER)


def superior_verifies(
    town: Town, superior: str, name: str, quarter: int, *, keys: tuple[int, ...] = (1, 2, 3)
) -> None:
    """A superior reads the evidence and verifies everything that was reported."""
    period = f"{plan_of(town, name)}/periods/{quarter}"
    above = town.person(superior)
    above.opens(HOME)
    above.follows(period)
    for key in keys:
        above.sends(f"{period}/indicators/{key}/verify")


def superior_evaluates(town: Town, superior: str, name: str, quarter: int, **said: str) -> None:
    """A superior writes a quarter's evaluation and shows it; the person answers."""
    page = f"{plan_of(town, name)}/quarters/{quarter}"
    above = town.person(superior)
    above.opens(HOME)
    above.follows(page, f"{page}/review")
    above.saves(**said)
    above.reads("Penilaian ditunjukkan kepada pegawai.")
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(page, f"{page}/answer")
    officer.saves(answer="agreed")
    officer.reads("Tanggapan Anda tersimpan")
