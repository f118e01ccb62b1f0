"""Steps that several stories share: a cycle, a plan, a quarter, a year, through pages only."""

from tests.browser.journeys.characters import HOME
from tests.browser.journeys.town import Town


def office_opens_cycle(town: Town, year: int) -> None:
    """The office makes a cycle of four quarters and opens it."""
    office = town.office()
    office.opens(HOME)
    office.follows(f"{HOME}/cycles", f"{HOME}/cycles/new")
    office.saves(starts_on=f"{year}-01-01", ends_on=f"{year}-12-31")
    office.reads(f"Siklus {year}", "Periode 4")
    office.follows(f"{HOME}/cycles/1/open")
    office.sends(f"{HOME}/cycles/1/open")
    office.reads("Dibuka")


def officer_writes_plan(town: Town, name: str, *, targets: tuple[str, ...]) -> None:
    """An officer makes a plan from the template, says its targets, and sends it."""
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(f"{HOME}/plans/new")
    officer.saves()
    for target in targets:
        officer.follows("*?check=y")
        officer.saves(target=target)
    officer.sends("*/submit")


def plan_of(town: Town, name: str) -> str:
    """Return the address of a person's latest plan."""
    return f"{HOME}/plans/{town.plan_number(name)}"


def superior_agrees(town: Town, superior: str, name: str) -> None:
    """A superior reads a plan that waits and agrees."""
    plan = plan_of(town, name)
    above = town.person(superior)
    above.opens(HOME)
    above.follows(plan)
    above.sends(f"{plan}/agree")
    above.reads("berjalan")


def superior_observes(town: Town, superior: str, name: str, words: str) -> None:
    """A superior writes down what was seen; the person reads it."""
    person = f"{HOME}/people/{town.number_of(name)}"
    above = town.person(superior)
    above.opens(HOME)
    above.follows(f"{person}/following", f"{person}/notes/new")
    above.saves(text=words)
    officer = town.person(name)
    officer.opens(HOME)
    officer.follows(f"{person}/following")
    officer.reads(words)
