"""The national holidays and days of collective leave of Indonesia, as the package lists them."""

from collections.abc import Iterable, Mapping
from datetime import date

LONGEST_NAME = 120


def national_holidays(years: Iterable[int]) -> Mapping[date, str]:
    """Return the names of the free days of ``years``, in order of day.

    Days that follow the moon are estimates until the government has announced them.
    Source: the package ``holidays``, which follows the yearly joint ministerial decrees.
    """
    # Loading the package takes a quarter of a second and is needed once a year.
    from holidays import country_holidays  # noqa: PLC0415 - slow, once a year only

    found = country_holidays(
        "ID", years=list(years), language="id", categories=("government", "public")
    )
    return {day: name[:LONGEST_NAME] for day, name in sorted(found.items())}
