"""Steps of citizens: they rate a desk and the officer who served them, on the public form."""

from portal.survey.elements import ELEMENTS
from tests.browser.journeys.town import Town

FORM = "#penilaian"


def citizen_rates(town: Town, which: str, *, desk: str, officer: str, level: int) -> None:
    """Somebody without an account answers every question and says who served them."""
    citizen = town.citizen(which)
    citizen.opens(f"/r/{desk}")
    answers = {str(element): str(level) for element in ELEMENTS}
    citizen.sends(FORM, **answers, officer=str(town.number_of(officer)))
    citizen.reads("Terima kasih")
