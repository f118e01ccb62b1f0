"""The citizens' gate: when a figure of citizens may count, how much, and what is said if not."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portal.evaluation.rules.exact import ExactNumber, exact

# The only wording that an appraiser reads, whatever the cause.
NOT_USABLE = "not_usable"


@dataclass(frozen=True, slots=True)
class GateRules:
    """When citizens' figure counts: local policy, frozen when a cycle opens.

    :ivar least_answers: about the person.
    :ivar least_officers: other officers behind what is expected.
    :ivar least_other_answers: answers about them.
    :ivar least_response_percent: of visits, where they are known.
    :ivar least_reliability: 0 to 1, for bands, training rules and awards.
    :ivar least_comparable_people: for the same.
    """

    least_answers: int = 30
    least_officers: int = 4
    least_other_answers: int = 100
    least_response_percent: int = 20
    least_reliability: Fraction = Fraction(4, 5)
    least_comparable_people: int = 20


GATE_RULES = GateRules()


class CitizensMissing(StrEnum):
    """Why citizens' figure of a person is missing; only the person reads which."""

    FEW_ANSWERS = "few_answers"
    NOT_COMPARED = "not_compared"
    NOTHING_COMPARABLE = "nothing_comparable"
    LOW_RESPONSE = "low_response"
    OUTSIDE_PERIOD = "outside_period"
    UNDER_REVIEW = "under_review"
    WITHHELD = "withheld"
    USED_BY_INDICATOR = "used_by_indicator"


class FigureImpossible(ValueError):
    """A number of answers below 0, or a correlation that is not between 0 and 1."""


@dataclass(frozen=True, slots=True)
class CitizensFigure:
    """What was published to a person of closed spans, and what it is compared with.

    :ivar answers: about the person, in closed spans without excluded ratings.
    :ivar mean: of those answers as it was published, 1 to 4.
    :ivar expected: mean at the services worked at, other officers' answers only, 1 to 4.
    :ivar city: mean of the city, 1 to 4.
    :ivar icc: share of the variance of one answer that lies between people, 0 to 1.
    :ivar other_officers: how many others stand behind ``expected``.
    :ivar other_answers: how many answers stand behind ``expected``.
    :ivar response_percent: answers per visits, 0 to 100; None where visits are unknown.
    :ivar is_within_period: the span lies wholly within the evaluated period and the posting.
    :ivar is_under_review: pressure or rating oneself is being looked into.
    :ivar is_withheld: the head of the agency may not see it either.
    :ivar is_used_by_indicator: an indicator takes its value from the same answers.
    """

    answers: int
    mean: ExactNumber
    expected: ExactNumber
    city: ExactNumber
    icc: ExactNumber
    other_officers: int
    other_answers: int
    response_percent: ExactNumber | None = None
    is_within_period: bool = True
    is_under_review: bool = False
    is_withheld: bool = False
    is_used_by_indicator: bool = False


@dataclass(frozen=True, slots=True)
class CitizensVoice:
    """What citizens' figure gives for the behaviour aid.

    :ivar value: 1 to 4, drawn towards the city; None where the source is missing.
    :ivar reliability: 0 to 1.
    :ivar weight: nominal weight times reliability; 0 where the source is missing.
    :ivar because: why it is missing, for the person only.
    """

    value: Fraction | None
    reliability: Fraction
    weight: Fraction
    because: CitizensMissing | None

    @property
    def because_for_appraiser(self) -> str | None:
        """One wording for every cause; None where the source counts."""
        return None if self.because is None else NOT_USABLE


def reliability_of(answers: int, *, icc: ExactNumber) -> Fraction:
    """Return r = n ICC / (1 + (n - 1) ICC), 0 to 1; 0 for no answers.

    :raises FigureImpossible: for fewer than 0 answers, or an ICC outside 0 to 1.

    Source: Spearman (1910), Brown (1910).
    """
    share = exact(icc)
    if answers < 0 or not 0 <= share <= 1:
        raise FigureImpossible(f"n={answers}, ICC={icc}")
    return answers * share / (1 + (answers - 1) * share) if answers else Fraction()


def gated(
    figure: CitizensFigure, *, weight: ExactNumber, rules: GateRules = GATE_RULES
) -> CitizensVoice:
    """Return what citizens' figure gives, or why it does not count.

    value = city + r (mean - expected); weight = ``weight`` x r.

    :param weight: nominal, in the unit of the other sources.
    :raises FigureImpossible: for numbers that no figure has.

    Source: Kelley (1927) for the shrinkage; staff evaluation paper 7.3 for the conditions.
    """
    reliability = reliability_of(figure.answers, icc=figure.icc)
    because = missing_because(figure, rules=rules)
    if because is not None:
        return CitizensVoice(None, reliability, Fraction(), because)
    difference = exact(figure.mean) - exact(figure.expected)
    value = exact(figure.city) + reliability * difference
    return CitizensVoice(value, reliability, exact(weight) * reliability, None)


def missing_because(
    figure: CitizensFigure, *, rules: GateRules = GATE_RULES
) -> CitizensMissing | None:
    """Return the first condition of the gate that fails, or None when all hold."""
    share = figure.response_percent
    has_low_response = share is not None and exact(share) < rules.least_response_percent
    is_comparable = (
        figure.other_officers >= rules.least_officers
        and figure.other_answers >= rules.least_other_answers
    )
    conditions = (
        (figure.answers < rules.least_answers, CitizensMissing.FEW_ANSWERS),
        (not is_comparable, CitizensMissing.NOTHING_COMPARABLE),
        (has_low_response, CitizensMissing.LOW_RESPONSE),
        (not figure.is_within_period, CitizensMissing.OUTSIDE_PERIOD),
        (figure.is_under_review, CitizensMissing.UNDER_REVIEW),
        (figure.is_withheld, CitizensMissing.WITHHELD),
        (figure.is_used_by_indicator, CitizensMissing.USED_BY_INDICATOR),
    )
    return next((because for fails, because in conditions if fails), None)


def without_comparison(answers: int, *, rules: GateRules = GATE_RULES) -> CitizensVoice:
    """Return why a figure that was published without a comparison by services does not count.

    Compared plainly, officers at hard services would be measured by their service.

    :param answers: about the person, as they were published; 0 where nothing was.
    """
    because = CitizensMissing.NOT_COMPARED
    if answers < rules.least_answers:
        because = CitizensMissing.FEW_ANSWERS
    return CitizensVoice(None, Fraction(), Fraction(), because)


def on_step_scale(value: ExactNumber) -> Fraction:
    """Return a figure of citizens (1 to 4) on the scale of the steps (1 to 5)."""
    return 1 + (exact(value) - 1) * Fraction(4, 3)


def as_realisation(mean: ExactNumber) -> Fraction:
    """Return a mean of citizens' answers (1 to 4) as 0 to 100, for an indicator fed by them."""
    return (exact(mean) - 1) * Fraction(100, 3)


def may_decide_more(
    voice: CitizensVoice, *, comparable_people: int, rules: GateRules = GATE_RULES
) -> bool:
    """Return whether the figure may stand in bands, training rules and awards of one person.

    :param comparable_people: with a figure of their own to compare with.
    """
    return (
        voice.value is not None
        and voice.reliability >= rules.least_reliability
        and comparable_people >= rules.least_comparable_people
    )
