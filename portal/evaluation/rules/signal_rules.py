"""Rules of the signs: from how many people on, and from which difference on, one is told."""

from dataclasses import dataclass
from fractions import Fraction

from portal.evaluation.rules.exact import ExactNumber


@dataclass(frozen=True, slots=True)
class SignalRules:
    """Numbers of the signs; they lead to a second look and change no step.

    :ivar least_team: people of an appraiser whose leniency is told.
    :ivar least_people: of an appraiser of whom it is told that values look the same.
    :ivar least_figures: of the city, before colleagues' figures are compared.
    :ivar least_alike: people for whom one reason stands, or whose forms were filled in a rush.
    :ivar leniency: of a step, 0 to 1: a quarter is half of the finest that colleagues can tell.
    :ivar sameness_ratio: of the average appraiser's spread, 0 to 1.
    :ivar divergence: steps, at least, between an appraiser and another source.
    :ivar easy_percent: attainment of a target that was easy.
    :ivar easy_indicators: in each of two years.
    :ivar copy_letters: letters and digits of the shortest reason that counts as copied.
    :ivar rush_minutes: in which so many first ratings were set.

    Source: staff evaluation paper, section 13.
    """

    least_team: int = 8
    least_people: int = 5
    least_figures: int = 30
    least_alike: int = 3
    leniency: ExactNumber = Fraction(1, 4)
    sameness_ratio: ExactNumber = Fraction(1, 4)
    divergence: ExactNumber = Fraction(1, 2)
    easy_percent: int = 110
    easy_indicators: int = 3
    copy_letters: int = 20
    rush_minutes: int = 2


SIGNAL_RULES = SignalRules()
