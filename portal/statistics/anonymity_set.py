"""How large the anonymity set is that hides a rater, and how sure an audit finds false tickets."""

from dataclasses import dataclass
from math import ceil, exp, expm1, log, log1p

AUDIT_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class AnonymitySet:
    """Raters who share one stored day, oneself included, and the chance of being alone on it."""

    mean: float
    alone_probability: float


def day_anonymity_set(ratings: int, working_days: int) -> AnonymitySet:
    """Return how well a stored day would hide a rater of a desk.

    lambda = ratings / working days; mean anonymity set = 1 + lambda; P(alone) = exp(-lambda).

    :param ratings: of the desk in the period, 0 or more.
    :param working_days: in the same period, 1 or more.

    Source: Poisson arrivals; the size-biased mean of a Poisson count is 1 + lambda.
    """
    expected = ratings / working_days
    return AnonymitySet(mean=1 + expected, alone_probability=exp(-expected))


def audit_detection(false_share: float, checked: int) -> float:
    """Return the chance that an audit of tickets meets a false one: 1 - (1 - f)^m.

    :param false_share: f, share of false tickets, 0 to below 1.
    :param checked: m, tickets drawn at random.

    Source: discovery sampling, Arkin (1963), Handbook of sampling for auditing and accounting.
    """
    return -expm1(checked * log1p(-false_share))


def audits_needed(false_share: float, *, confidence: float = AUDIT_CONFIDENCE) -> int:
    """Return how many tickets to check to meet a false one: ceil(ln(1 - conf) / ln(1 - f)).

    :param false_share: f, share of false tickets, 0 to 1, both exclusive.
    """
    return ceil(log(1 - confidence) / log1p(-false_share))


def refused_share(raters: int, addresses: int) -> float:
    """Return the share of honest raters that "one rating per address" would refuse.

    (N - M (1 - (1 - 1/M)^N)) / N; it is why an address never decides.

    :param raters: N, visitors of one mobile operator, 1 or more.
    :param addresses: M, addresses the operator sends them out of, 1 or more.

    Source: expected number of occupied cells, Feller (1968), An introduction to probability.
    """
    served = addresses * (1 - (1 - 1 / addresses) ** raters)
    return (raters - served) / raters
