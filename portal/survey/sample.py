"""The smallest sample that counts as representative for a population of users."""

from fractions import Fraction

from portal.survey.index import rounded_half_up

# Chi-square with one degree of freedom at the 95 % level, as the paper's table prints it.
CHI_SQUARE = Fraction(3841, 1000)
POPULATION_SHARE = Fraction(1, 2)
MARGIN_OF_ERROR = Fraction(5, 100)


class PopulationNotPositive(ValueError):
    """A minimum sample was asked for a population of nobody."""


def minimum_sample(population: int) -> int:
    """Return S = X N P Q / (d^2 (N - 1) + X P Q), rounded half-up.

    X = 3.841, P = Q = 0.5, d = 0.05.

    :param population: users of the service in the period, 1 or more.
    :returns: respondents needed, 1 to 384.
    :raises PopulationNotPositive: for zero or less.

    Source: Krejcie and Morgan (1970), Determining sample size for research activities.
    """
    if population < 1:
        raise PopulationNotPositive(f"a population is 1 or more, not {population}")
    spread = CHI_SQUARE * POPULATION_SHARE * (1 - POPULATION_SHARE)
    size = spread * population / (MARGIN_OF_ERROR**2 * (population - 1) + spread)
    return int(rounded_half_up(size, 0))
