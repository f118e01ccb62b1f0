"""Steps about who stands where: entered by one person of the office, confirmed by another."""

from datetime import date

from tests.browser.journeys.town import Town

PEOPLE = "/admin/people"


def reports_to(town: Town, name: str, *, superior: str, starts_on: date) -> None:
    """The office enters to whom somebody reports from a day on."""
    person = f"{PEOPLE}/{town.number_of(name)}"
    office = town.office()
    office.opens(person)
    office.follows(f"{person}/line")
    office.is_refused(superior_words=superior, starts_on=str(starts_on), reason="SK 800/12")
    office.reads("Pilih orangnya dari daftar di bawah")
    office.saves(picked=str(town.number_of(superior)))
    another_confirms(town)


def moves_to(town: Town, name: str, *, place: str, starts_on: date) -> None:
    """The office enters somebody's next post."""
    person = f"{PEOPLE}/{town.number_of(name)}"
    office = town.office()
    office.opens(person)
    office.follows(f"{person}/post")
    told = {"title": "Pengelola Layanan", "place": place, "reason": "SK 800/12"}
    office.saves(starts_on=str(starts_on), **told)
    another_confirms(town)


def another_confirms(town: Town) -> None:
    """Somebody else of the office confirms the change that waits longest, with a reason."""
    office = town.office("second")
    office.opens(f"{PEOPLE}/changes")
    office.sends(f"{PEOPLE}/changes/*", answer="Sesuai SK")
    office.reads("Perubahan disetujui")


def is_named(town: Town, name: str, *, holder: str, kind: str, starts_on: date) -> None:
    """The office names who advises on somebody, appraises or decides instead."""
    person = f"{PEOPLE}/{town.number_of(name)}"
    office = town.office()
    office.opens(person)
    office.follows(f"{person}/named")
    told = {"kind": kind, "starts_on": str(starts_on), "reason": "SK 800/13"}
    office.is_refused(superior_words=holder, **told)
    office.saves(picked=str(town.number_of(holder)))
    another_confirms(town)


def relation_ends(town: Town, name: str, *, on: date) -> None:
    """The office enters the last day of what somebody declared."""
    person = f"{PEOPLE}/{town.number_of(name)}"
    office = town.office()
    office.opens(person)
    office.follows(f"{person}/relation")
    office.saves(ends_on=str(on), reason="Pernyataan dicabut, surat 9/2027")
    another_confirms(town)
