"""Steps of a year that several stories share: reported, rated, signed, received."""

from collections.abc import Mapping

from tests.browser.journeys.characters import HOME
from tests.browser.journeys.steps import plan_of
from tests.browser.journeys.town import Town

VALUES = (
    "service",
    "accountable",
    "competent",
    "harmonious",
    "loyal",
    "adaptive",
    "collaborative",
)


def year_of(town: Town, name: str) -> str:
    """Return the address of a person's year."""
    return f"{plan_of(town, name)}/year"


def person_reports_year(town: Town, name: str, text: str) -> None:
    """A person writes the own report of the year."""
    year = year_of(town, name)
    person = town.person(name)
    person.opens(HOME)
    person.follows(year, f"{year}/self-report")
    person.saves(text=text)


def superior_rates(
    town: Town, superior: str, name: str, *, steps: Mapping[str, str], **said: str
) -> None:
    """A superior sets seven steps and two levels, before seeing what colleagues said."""
    year = year_of(town, name)
    above = town.person(superior)
    above.opens(HOME)
    above.follows(year, f"{year}/rate")
    above.saves(**{f"step_{value}": steps.get(value, "3") for value in VALUES}, **said)
    above.reads("Langkah dan tingkat terkunci")


def superior_sends_on(town: Town, superior: str, name: str) -> None:
    """A superior sends a rating on to the head of the unit."""
    year = year_of(town, name)
    above = town.person(superior)
    above.opens(HOME)
    above.follows(year)
    above.sends(f"{year}/send")


def head_looks(town: Town, head: str) -> None:
    """The head of the unit looks at its levels, which only appraisers change."""
    above = town.person(head)
    above.opens(HOME)
    above.follows(f"{HOME}/unit/*")
    above.saves()
    above.reads("Tersimpan bahwa Anda sudah melihat")


def superior_confirms(town: Town, superior: str, name: str) -> None:
    """A superior signs what the head has seen; it is delivered at once."""
    year = year_of(town, name)
    above = town.person(superior)
    above.opens(HOME)
    above.follows(year, f"{year}/confirm")
    above.sends(f"{year}/confirm")


def person_receives(town: Town, name: str) -> str:
    """A person reads the result with all that it is made of, and says that it is there."""
    year = year_of(town, name)
    person = town.person(name)
    person.opens(HOME)
    person.follows(year)
    person.sends(f"{year}/received")
    person.reads("Dapat diajukan sampai")
    return person.page_text


def superior_looks_again(town: Town, superior: str, *, answer: str, reason: str) -> str:
    """A superior reads a sign that asks to look again, and keeps or changes; returns the sign."""
    above = town.person(superior)
    above.opens(f"{HOME}/signals")
    above.follows(f"{HOME}/signals/*")
    told = above.page_text
    above.saves(answer=answer, reason=reason)
    return told
