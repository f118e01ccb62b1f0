"""Steps of an objection that several stories share: filed, explained, decided."""

from collections.abc import Mapping

from tests.browser.journeys.characters import HOME
from tests.browser.journeys.town import Town
from tests.browser.journeys.years import year_of


def person_objects(town: Town, name: str, *claims: str, document: str) -> str:
    """A person files an objection with its points, then a new document; returns its address."""
    person = town.person(name)
    person.opens(f"{year_of(town, name)}/result")
    person.reads("Dapat diajukan sampai")
    person.follows("*/year/objection")
    person.saves(**{f"claim_{number}": text for number, text in enumerate(claims, start=1)})
    case = person.address
    person.follows(f"{case}/evidence")
    person.saves(title=document, link="https://arsip.example/daftar-hadir")
    return case


def decider_admits(town: Town, decider: str, case: str) -> None:
    """Whoever decides sees that it came in time, and looks into it."""
    above = town.person(decider)
    above.opens(HOME)
    above.follows(case, f"{case}/admit")
    above.saves()


def sides_explain(town: Town, case: str, sides: Mapping[str, tuple[str, ...]]) -> None:
    """Both sides explain each point in writing, and each reads what the other wrote."""
    for name, texts in sides.items():
        side = town.person(name)
        side.opens(HOME)
        side.follows(case, f"{case}/explanation")
        side.saves(**{f"text_{number}": text for number, text in enumerate(texts, start=1)})
    for name in sides:
        side = town.person(name)
        side.opens(case)
        side.reads(*(text for texts in sides.values() for text in texts))


def decider_decides(
    town: Town, decider: str, case: str, reasons: Mapping[str, str], **levels: str
) -> None:
    """Each point gets a finding with its reason, and the levels are set; it is final."""
    above = town.person(decider)
    above.opens(HOME)
    above.follows(case, f"{case}/decide")
    findings = {}
    for number, (reason, finding) in enumerate(reasons.items(), start=1):
        findings |= {f"reason_{number}": reason, f"finding_{number}": finding}
    above.saves(**findings, **levels)
