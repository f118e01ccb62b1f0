"""How many years records of people stay that no law gives a term: local policy."""

from dataclasses import dataclass

# None is destroyed sooner: a result may still be objected to, corrected and compared with the next.
LEAST_YEARS_KEPT = 2


@dataclass(frozen=True, slots=True)
class KeepingRules:
    """Years after which records are destroyed; each at least ``LEAST_YEARS_KEPT``.

    :ivar result: after a cycle's last day: documents of results, and the texts they are made of.
    :ivar calibration: after the last day of the cycle whose ratings a meeting looked at.
    :ivar training: after the last day on which something happened to a training.
    :ivar development: the same of programmes, development plans, measures and good cases.
    :ivar award: after the decision about a scheme.
    """

    result: int = 5
    calibration: int = 5
    training: int = 5
    development: int = 5
    award: int = 5
