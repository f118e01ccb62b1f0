"""Two versions of a plan side by side: what changed, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from portal.evaluation.plans.domain import Indicator, Version


@dataclass(frozen=True, slots=True)
class Difference:
    """What one place of a plan said before and says now; None where there was or is nothing.

    :ivar place: key of the result or indicator, with a field's name where only that changed.
    """

    place: str
    field: str
    old: str | None
    new: str | None


def differences(old: Version, new: Version) -> tuple[Difference, ...]:
    """Return what changed from one version to another, in the order of the newer one."""
    before, after = dict(_places(old)), dict(_places(new))
    places = [*after, *(place for place in before if place not in after)]
    return tuple(
        Difference(place, name, before.get((place, name)), after.get((place, name)))
        for place, name in places
        if before.get((place, name)) != after.get((place, name))
    )


def _places(version: Version) -> Iterator[tuple[tuple[str, str], str]]:
    for result in version.results:
        yield (result.name, "text"), result.text
        yield (result.name, "kind"), result.kind
        for each in result.indicators:
            for name, value in _fields(each):
                yield (each.name, name), value
    for kind, text in version.appendix.items():
        yield ("appendix", kind), text


def _fields(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "text", indicator.text
    yield "aspect", indicator.aspect
    yield "direction", indicator.direction
    yield "target", _number(indicator.target, unit=indicator.unit) or indicator.target_text
    yield "weight", "" if indicator.weight is None else f"{indicator.weight}"
    yield "quarters", " / ".join(_number(each) for each in indicator.quarters)
    yield "method", indicator.method
    yield "source", indicator.source


def _number(value: Decimal | None, *, unit: str = "") -> str:
    return "" if value is None else f"{value.normalize():f} {unit}".strip()
