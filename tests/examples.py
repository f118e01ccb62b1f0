"""How many examples a property is tried with: all in `make test`, a tenth in `make test-fast`."""

from hypothesis import HealthCheck, settings

FAST_PROFILE = "fast"
FULL = 100  # examples of a property, unless its test says otherwise
FAST = 10


def register() -> None:
    """Register how many examples there are; `--hypothesis-profile=fast` draws few.

    A busy machine must not fail a property: none of them is a measurement of time.
    """
    full = settings(max_examples=FULL, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("full", full)
    settings.register_profile(FAST_PROFILE, full, max_examples=FAST)
    settings.load_profile("full")


def examples(full: int) -> int:
    """Return how many examples a property is tried with now.

    :param full: how many there are in `make test`.
    """
    return max(1, full * settings.default.max_examples // FULL)
