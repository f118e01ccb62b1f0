"""How many years records of people stay that no law gives a term: local policy."""

from dataclasses import dataclass

# No city forgets sooner: a result may still be objected to, corrected and compared with the next.
LEAST_YEARS_KEPT = 2


@dataclass(frozen=True, slots=True)
class KeepingRules:
    """Years after which records are destroyed; each at least ``LEAST_YEARS_KEPT``.

    :ivar calibration: after the last day of the cycle whose ratings a meeting looked at.
    :ivar training: after the last day on which something happened to a training.
    """

    calibration: int = 5
    training: int = 5
