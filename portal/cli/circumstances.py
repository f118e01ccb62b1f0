"""What releases need to know of the operator's settings."""

from portal.publication.domain.disclosure.rules import FigureRules
from portal.publication.service.gathering import Circumstances
from portal.settings import Settings
from portal.survey.elements import Element


def circumstances_of(settings: Settings) -> Circumstances:
    """Return a release's circumstances; unknown element keys were refused at start."""
    skipped = frozenset(Element(key) for key in settings.not_experienced)
    return Circumstances(
        city_name=settings.city_name,
        is_demo=settings.demo,
        rules=FigureRules(not_experienced=skipped),
    )
