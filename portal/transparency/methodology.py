"""The numbers of the methodology page, taken from the constants the portal computes with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.complaints.published import domain as complaints
from portal.publication.figures import disclosure_rules, known_figures
from portal.publication.figures import withholding as estimates
from portal.publication.figures import withholding as officers
from portal.publication.figures.documents import LONGEST_HOLD_DAYS, RELEASE_DAY
from portal.publication.figures.measured_attack import (
    AttackResult,
    attack_results,
    estimate_attack_results,
)
from portal.publication.figures.revisions import LEAST_CHANGED
from portal.statistics import constants
from portal.statistics.reliability import answers_needed
from portal.survey import index
from portal.survey.elements import (
    ELEMENTS,
    HIGHEST_LEVEL,
    LEGAL_ELEMENT_NAMES,
    LOWEST_LEVEL,
    Element,
    ElementCodes,
    ElementCounts,
    LevelCounts,
)
from portal.survey.index import GRADE_BOUNDS, GRADE_DECIMALS, Grade, rounded_half_up

POPULATIONS = (10, 100, 1_000, 10_000, 1_000_000)

# Counts of answers 1 to 4 in a published report of 187 respondents, shown as the worked example.
EXAMPLE = ElementCounts.of(
    {
        Element.REQUIREMENTS: LevelCounts((0, 0, 118, 69)),
        Element.PROCEDURE: LevelCounts((0, 6, 93, 88)),
        Element.TIME: LevelCounts((0, 3, 106, 78)),
        Element.COST: LevelCounts((1, 1, 23, 162)),
        Element.PRODUCT: LevelCounts((0, 1, 124, 62)),
        Element.COMPETENCE: LevelCounts((0, 0, 95, 92)),
        Element.CONDUCT: LevelCounts((0, 0, 89, 98)),
        Element.COMPLAINTS: LevelCounts((1, 2, 34, 150)),
        Element.FACILITIES: LevelCounts((1, 19, 77, 90)),
    }
)


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade with its lowest IKM, inclusive, and the grade's highest at two decimals."""

    grade: Grade
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One element of the worked example: answers per level, their sum and the mean (NRR)."""

    element: Element
    answers: tuple[int, ...]
    total: int
    nrr: Fraction


@dataclass(frozen=True, slots=True)
class Example:
    """The worked example from counts to grade; index and IKM unrounded."""

    respondents: int
    rows: tuple[ExampleRow, ...]
    index: Fraction
    ikm: Fraction
    rounded: Decimal
    grade: Grade


@dataclass(frozen=True, slots=True)
class AttackRow:
    """Attempts on desks of one size, inclusive; ``results`` by the number of unknown ratings."""

    least: int
    most: int
    results: tuple[AttackResult, ...]


def grade_bands() -> tuple[GradeBand, ...]:
    """Return the grades, best first, each reaching up to just below the one above."""
    step = Decimal(1).scaleb(-GRADE_DECIMALS)
    highest = Decimal(index.HIGHEST_IKM)
    bands = []
    for grade, lowest in GRADE_BOUNDS:
        bands.append(GradeBand(grade=grade, lowest=lowest, highest=highest))
        highest = lowest - step
    return tuple(bands)


def example() -> Example:
    """Return the worked example, computed like every figure of the portal."""
    ikm = index.ikm(EXAMPLE)
    return Example(
        respondents=EXAMPLE[Element.REQUIREMENTS].n,
        rows=tuple(
            ExampleRow(element=element, answers=counts.answers, total=counts.total, nrr=counts.nrr)
            for element, counts in EXAMPLE.items()
        ),
        index=index.index(EXAMPLE),
        ikm=ikm,
        rounded=rounded_half_up(ikm, GRADE_DECIMALS),
        grade=index.grade_of_ikm(ikm),
    )


def survey_facts(codes: ElementCodes) -> Mapping[str, object]:
    """Return what the sections on survey, index, grades and sample state."""
    return {
        "elements": {
            element: (codes.code(element), LEGAL_ELEMENT_NAMES[element]) for element in codes.order
        },
        "lowest_level": LOWEST_LEVEL,
        "highest_level": HIGHEST_LEVEL,
        "weight": index.weight(len(ELEMENTS)),
        "ikm_per_point": index.IKM_PER_INDEX_POINT,
        "lowest_ikm": index.LOWEST_IKM,
        "highest_ikm": index.HIGHEST_IKM,
        "grade_decimals": GRADE_DECIMALS,
        "grade_bands": grade_bands(),
        "example": example(),
        "chi_square": index.CHI_SQUARE,
        "population_share": index.POPULATION_SHARE,
        "margin_of_error": index.MARGIN_OF_ERROR,
        "samples": tuple((size, index.minimum_sample(size)) for size in POPULATIONS),
    }


def statistics_facts() -> Mapping[str, object]:
    """Return what the sections on intervals, comparison and checks state."""
    inner, outer = constants.FUNNEL_LIMITS
    return {
        "confidence": constants.CONFIDENCE,
        "pooled_weight": constants.POOLED_WEIGHT,
        "even_up_to": constants.EVEN_UP_TO,
        "usual_up_to": constants.USUAL_UP_TO,
        "least_coverage": constants.LEAST_COVERAGE,
        "least_units": constants.UNITS_FOR_OWN_VARIANCE,
        "least_answers": constants.ANSWERS_FOR_OWN_VARIANCE,
        "default_within_variance": constants.DEFAULT_WITHIN_VARIANCE,
        "least_response_share": constants.LEAST_RESPONSE_PERCENT / 100,
        "reliability_for_comparison": constants.RELIABILITY_FOR_COMPARISON,
        "reliability_for_person": constants.RELIABILITY_FOR_PERSON,
        "default_icc": constants.DEFAULT_ICC,
        "units_for_own_icc": constants.UNITS_FOR_OWN_ICC,
        "answers_for_comparison": answers_needed(
            constants.RELIABILITY_FOR_COMPARISON, constants.DEFAULT_ICC
        ),
        "funnel_inner": inner,
        "funnel_outer": outer,
        "burst_probability": constants.BURST_PROBABILITY,
    }


def disclosure_facts(*, least_mean: int) -> Mapping[str, object]:
    """Return what the section on rules P1 to P7 states.

    :param least_mean: how many respondents a mean needs by the rule in force.
    """
    return {
        "release_day": RELEASE_DAY,
        "longest_hold_days": LONGEST_HOLD_DAYS,
        "least_changed": LEAST_CHANGED,
        "least_group": disclosure_rules.LEAST_SHOWN,
        "least_for_mean": least_mean,
        "least_officers": officers.LEAST_OFFICERS,
        "least_naming": officers.LEAST_NAMING,
        "largest_officer_share": officers.LARGEST_SHARE_PERCENT / 100,
        "count_step": disclosure_rules.COUNT_STEP,
        "fine_from": disclosure_rules.FINE_FROM,
        "coarse_step": disclosure_rules.COARSE_STEP,
        "coarse_share_step": disclosure_rules.COARSE_PERCENT,
        "least_spread": disclosure_rules.LEAST_SPREAD,
        "complaint_step": complaints.STEP,
        "complaints_received": complaints.FEWEST_RECEIVED,
        "complaints_answered": complaints.FEWEST_ANSWERED,
        "least_hidden_width": int(known_figures.LEAST_WIDTH),
        "most_estimated": least_mean - 1,
        "typical_estimated": estimates.typical_n(least_mean),
        "estimate_step": estimates.ESTIMATE_STEP,
        "estimate_weight": estimates.reliability_of(constants.DEFAULT_ICC, least_mean=least_mean),
        "largest_weight": estimates.LARGEST_RELIABILITY,
    }


def attack_rows() -> tuple[AttackRow, ...]:
    """Return what the measured attack found, by size of the desk, smallest first."""
    found = attack_results()
    sizes = sorted({(each.least, each.most) for each in found})
    return tuple(
        AttackRow(least, most, tuple(each for each in found if each.least == least))
        for least, most in sizes
    )


def attack_facts() -> Mapping[str, object]:
    """Return what the section on the measured attack states."""
    found = attack_results()
    return {
        "rows": attack_rows(),
        "estimates": estimate_attack_results(),
        "attempts_on_estimates": sum(each.attempts for each in estimate_attack_results()),
        "unknown": tuple(dict.fromkeys(each.unknown for each in found)),
        "attempts": sum(each.attempts for each in found),
        "elements": len(ELEMENTS),
        "highest_level": HIGHEST_LEVEL,
        "fine_from": disclosure_rules.FINE_FROM,
        "element_fine_from": disclosure_rules.ELEMENT_FINE_FROM,
        "coarsest_step": disclosure_rules.ELEMENT_COARSE_STEP,
        "coarse_step": disclosure_rules.COARSE_STEP,
        "fine_step": disclosure_rules.FINE_STEP,
    }
