"""Adds up the tallies a report is about; loads no numerical library, for web workers use it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.publication.domain.disclosure.thresholds import LEAST_MEAN
from portal.publication.domain.report import ReportElement
from portal.rating.domain import Channel
from portal.rating.queries import TallyRow
from portal.survey.counts import ElementCounts
from portal.survey.elements import DEFAULT_CODES, ELEMENTS, Element
from portal.survey.grades import Grade, grade_of_ikm, grade_of_index
from portal.survey.index import ikm, ikm_of_index
from portal.survey.rounding import rounded_half_up

# The agency's own survey: ratings with proof of a visit, and its paper questionnaires.
OWN_CHANNELS = (Channel.TICKET, Channel.PRESENCE, Channel.PAPER)
EXACT_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Result:
    """The ratings a report's figures rest on, by channel, and the answers to each element."""

    channels: Mapping[str, int]
    left_out: Mapping[str, int]
    counts: ElementCounts

    @property
    def respondents(self) -> int:
        """How many ratings take part."""
        return sum(self.channels.values())

    @property
    def ikm(self) -> Decimal:
        """The IKM, rounded once to two decimals.

        :raises portal.survey.counts.NoAnswers: without respondents.
        """
        return rounded_half_up(ikm(self.counts), EXACT_DECIMALS)

    @property
    def grade(self) -> Grade:
        """The grade of the unrounded IKM."""
        return grade_of_ikm(ikm(self.counts))


def result_of(tallies: Iterable[TallyRow]) -> Result:
    """Add up tallies; ratings without proof of a visit join only below 30 others."""
    rows = list(tallies)
    respondents: Counter[Channel] = Counter()
    for row in rows:
        respondents[row.channel] += row.respondents
    own = sum(respondents[channel] for channel in OWN_CHANNELS)
    taken = OWN_CHANNELS if own >= LEAST_MEAN else tuple(Channel)
    counts = ElementCounts()
    for row in rows:
        if row.channel in taken:
            counts = counts + row.counts
    in_order = [channel for channel in Channel if respondents[channel]]
    return Result(
        channels={str(each): respondents[each] for each in in_order if each in taken},
        left_out={str(each): respondents[each] for each in in_order if each not in taken},
        counts=counts,
    )


def exact_elements(
    counts: ElementCounts, *, wishes: Mapping[Element, int]
) -> tuple[ReportElement, ...]:
    """Return the elements that were asked, with two decimals.

    :param wishes: how many respondents want an element improved.
    """
    most = sum(wishes.values())
    return tuple(
        ReportElement(
            key=element,
            code=DEFAULT_CODES[element],
            n=answers.n,
            nrr=rounded_half_up(answers.nrr, EXACT_DECIMALS),
            ikm=rounded_half_up(ikm_of_index(answers.nrr), EXACT_DECIMALS),
            grade=grade_of_index(answers.nrr),
            counts=answers.answers,
            wish_percent=round(100 * wishes.get(element, 0) / most) if most else None,
        )
        for element in ELEMENTS
        if (answers := counts.get(element)) is not None
    )


def priorities(elements: Iterable[ReportElement]) -> tuple[Element, ...]:
    """Return the elements to improve first: below the mean result and above the mean wish.

    Where nobody stated a wish, the lowest results alone decide. The most urgent come first.
    """
    shown = [each for each in elements if each.nrr is not None]
    if not shown:
        return ()
    mean = sum((each.nrr or 0 for each in shown), Decimal()) / len(shown)
    weak = [each for each in shown if each.nrr is not None and each.nrr < mean]
    wished = [each for each in weak if (each.wish_percent or 0) * len(shown) >= 100]
    ordered = sorted(wished or weak, key=lambda each: (each.nrr or 0, each.code))
    return tuple(each.key for each in ordered)
