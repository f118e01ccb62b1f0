"""Steps of an award: rules before the year, nominations, eligibility, jury, decision."""

from collections.abc import Iterable
from datetime import date

from tests.browser.journeys.characters import HOME
from tests.browser.journeys.town import Town

AWARDS = f"{HOME}/awards"
ONE = f"{AWARDS}/1"
WON = f"{AWARDS}/won/1"
JURY = f"{ONE}/jury"


def office_publishes(town: Town, *, jurors: Iterable[str], **rules: str) -> None:
    """The office writes the rules and the list of jurors, and publishes both for good."""
    office = town.office()
    office.opens(AWARDS)
    office.follows(f"{AWARDS}/new")
    office.saves(**rules)
    for name in jurors:
        office.opens(f"{ONE}/jurors?words={name}")
        office.sends(f"{ONE}/jurors/list/{town.number_of(name)}")
    steps_on(town, "publish")
    office.reads("tidak dapat diubah siapa pun")


def steps_on(town: Town, step: str) -> None:
    """The office takes the next step of the scheme."""
    office = town.office()
    office.opens(ONE)
    office.sends(f"{ONE}/{step}")


def nominates(town: Town, name: str, whom: str, **said: str) -> None:
    """Somebody finds a colleague and says why, with evidence."""
    person = town.person(name)
    person.opens(HOME)
    person.follows(ONE, f"{ONE}/nominate")
    person.opens(f"{ONE}/nominate?words={whom.partition(' ')[0]}")
    person.follows(f"{ONE}/nominate/{town.number_of(whom)}")
    person.saves(**said)
    person.reads("Usulan tersimpan")


def office_records(town: Town, name: str, *, hours: str, predicates: dict[str, str]) -> None:
    """The office records what the portal does not hold on a nominee, each with its source."""
    office = town.office()
    office.opens(f"{ONE}/nominees")
    office.follows_words(name)
    facts: list[dict[str, str]] = [
        {"kind": "integrity", "integrity": "yes"},
        {"kind": "hours", "hours": hours},
    ]
    facts += [
        {"kind": "predicate", "year": year, "predicate": predicate}
        for year, predicate in predicates.items()
    ]
    for fact in facts:
        office.saves(**fact, source="Surat 12/2027", dated="2027-02-15")


def seed_is_known(town: Town, seed: str, *, on: date) -> None:
    """The public event gave its number, which the office writes down as everybody read it."""
    office = town.office()
    office.opens(ONE)
    office.follows(f"{ONE}/seed")
    office.saves(seed=seed, seed_on=str(on))


def drawn_jurors(town: Town, jurors: Iterable[str]) -> list[str]:
    """Return who of the list finds on the first page that the draw chose them."""
    drawn = []
    for name in jurors:
        juror = town.person(name)
        juror.opens(HOME)
        if juror.has_link(JURY):
            drawn.append(name)
    return drawn


def juror_leaves(town: Town, name: str) -> None:
    """A juror who has a conflict steps out, and no reason is asked."""
    juror = town.person(name)
    juror.opens(HOME)
    juror.follows(JURY)
    juror.sends(f"{JURY}/leave")
    juror.finds_nothing_at(JURY)


def juror_judges(town: Town, name: str, points: dict[str, tuple[str, str, str]]) -> None:
    """A juror without a conflict seals points for every criterion of everybody."""
    juror = town.person(name)
    juror.opens(HOME)
    juror.follows(JURY)
    juror.sends(f"{JURY}/take")
    for whom, given in points.items():
        juror.follows_words(whom)
        juror.saves(**{f"points_{number}": each for number, each in enumerate(given, start=1)})
        juror.reads("Nilai tersegel")
