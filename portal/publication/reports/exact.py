"""The elements of an official report, counted to the last answer."""

from dataclasses import replace

from portal.publication.figures.documents import LeftOut
from portal.publication.figures.figures import Figure
from portal.publication.figures.reasons import Reason
from portal.publication.figures.rounding import grade_bound
from portal.publication.reports.content import LevelShare, ReportElement
from portal.publication.reports.respondent_sums import DECIMALS
from portal.publication.reports.respondents import percent
from portal.survey.elements import ELEMENTS, LEVELS, Element, ElementCounts, LevelCounts
from portal.survey.index import ikm_of_index, rounded_half_up


def exact_elements(counts: ElementCounts, *, headline: Figure) -> tuple[ReportElement, ...]:
    """Return every element that was answered, each rounded on its own, to two decimals.

    :param headline: whose period and channels the elements share.
    """
    return tuple(_element(each, answers, headline=headline) for each, answers in counts.items())


def _element(element: Element, answers: LevelCounts, *, headline: Figure) -> ReportElement:
    exact = ikm_of_index(answers.nrr)
    figure = replace(
        headline,
        value=rounded_half_up(exact, DECIMALS),
        n=answers.n,
        grade=grade_bound(exact),
    )
    shares = tuple(
        LevelShare(str(level), percent(count, answers.n))
        for level, count in zip(LEVELS, answers.answers, strict=True)
    )
    return ReportElement(element, figure, rounded_half_up(answers.nrr, DECIMALS), answers, shares)


def not_asked(counts: ElementCounts) -> tuple[LeftOut, ...]:
    """Return the elements that nobody answered, hence weigh nothing."""
    return tuple(LeftOut(each, Reason.NOT_ASKED) for each in ELEMENTS if each not in counts)
