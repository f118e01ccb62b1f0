"""Whether somebody who acts for a superior rates, or only verifies: local policy until law says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActingRules:
    """Who of those who act for a superior rates; who does not, still verifies work.

    :ivar plt_rates: a *Plt*, who holds a vacant post for the time being.
    :ivar plh_rates: a *Plh*, who stands in for some days. No text that was read says whether
        either may set levels; the city's legal section has to be asked.
    """

    plt_rates: bool = True
    plh_rates: bool = False
