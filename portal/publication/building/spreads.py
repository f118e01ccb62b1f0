"""How answers spread over the levels, at the city and its agencies, so that no agency's is told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from portal.disclosure.figures import Constraint, Count
from portal.disclosure.shares import ANSWERS, distribution_constraints, level_constraints
from portal.publication.building.figures import distributions, element_figures
from portal.publication.disclosure_audit.spreads import LevelsOfPlace, hidden_spreads
from portal.publication.exact_sums.cells import Cell
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    LEAST_SHOWN,
    count_bounds,
    rounded_count,
)
from portal.publication.figures.figures import Distribution, Figure, Reason

Spreads = Mapping[str, tuple[Distribution, ...]]


def spreads_of(inputs: ReleaseInputs, cells: Mapping[str, Cell]) -> Spreads:
    """Return the spreads of the city and every agency, by address.

    The city's and other agencies' shares would tell those of an agency that shows none: then
    fewer show theirs.

    :param cells: their headlines; the city's comes first.
    """
    found = {address: distributions(inputs, cell) for address, cell in cells.items()}
    if not any(each.shares for each in next(iter(found.values()), ())):
        return found
    hidden = _Protection(inputs, cells, found=found).hidden()
    return {
        address: tuple(
            _hidden(each) if (address, at) in hidden else each for at, each in enumerate(spread)
        )
        for address, spread in found.items()
    }


def _hidden(spread: Distribution) -> Distribution:
    """Return a spread without what it tells; one that was hidden anyway keeps its reason."""
    if spread.n is None:
        return spread
    return replace(spread, n=None, shares=(), suppressed=Reason.PROTECTS_ANOTHER)


class _Protection:
    """Which spreads of a month have to stay hidden, element by element."""

    def __init__(self, inputs: ReleaseInputs, cells: Mapping[str, Cell], *, found: Spreads) -> None:
        self._inputs = inputs
        self._cells = cells
        self._found = found
        self._figures = {address: element_figures(inputs, cell) for address, cell in cells.items()}
        self._place = next(iter(cells))
        self._city = cells[self._place]

    def hidden(self) -> frozenset[tuple[str, int]]:
        """Return addresses and places of elements of which no shares may be shown."""
        return frozenset(
            (address, at)
            for at, _ in enumerate(self._found[self._place])
            for address in hidden_spreads(self._spread(self._place, at), self._agencies(at))
        )

    def _agencies(self, at: int) -> list[LevelsOfPlace]:
        return [self._spread(each, at) for each in self._cells if each != self._place]

    def _spread(self, address: str, at: int) -> LevelsOfPlace:
        """Return what is public of a place's answers of the city's time and channels."""
        cell, spread = self._cells[address], self._found[address][at]
        count = Count((address,), str(self._city.span), (), f"{ANSWERS}/{spread.element}")
        sums = self._inputs.archive.sums(
            address, months=self._city.span.months, channels=CHANNELS[self._city.group]
        )
        is_shown = bool(spread.shares) and self._is_of_the_city(cell)
        return LevelsOfPlace(
            address,
            counts=tuple(sums.answers(spread.element).answers),
            told=tuple(self._told(cell, self._figures[address][at].figure, count=count)),
            by_shares=tuple(_by_shares(spread, count)) if is_shown else (),
        )

    def _is_of_the_city(self, cell: Cell) -> bool:
        """Whether a figure counts the same time and channels as the city's."""
        return (cell.span, cell.group) == (self._city.span, self._city.group)

    def _told(self, cell: Cell, figure: Figure, *, count: Count) -> Iterator[Constraint]:
        """Give what number and mean of an element say, or else how many there may be at most."""
        is_same = self._is_of_the_city(cell)
        if is_same and figure.n is not None:
            yield from level_constraints(_plain(figure), count)
        elif is_same and cell.is_shown:
            most = count_bounds(rounded_count(cell.sums.n))[1]
            yield Constraint.on(count, (0, 0 if figure.suppressed is Reason.NOT_ASKED else most))
        elif not cell.sums.n:
            yield Constraint.on(count, (0, 0))
        elif cell.span == self._city.span and (cell.is_shown or cell.reason is Reason.TOO_FEW):
            yield Constraint.on(count, (0, self._inputs.rules.least_mean - 1))


def _plain(figure: Figure) -> dict[str, Any]:
    """Return of an element's figure what its document says."""
    grade = figure.grade
    bounds = {"lower": float(grade.lower), "upper": float(grade.upper)} if grade else None
    value, step = float(figure.value or 0), float(figure.step or 0)
    return {"n": figure.n, "value": value, "step": step, "grade": bounds}


def _by_shares(spread: Distribution, count: Count) -> Iterator[Constraint]:
    """Give what shares say; each group of which one is shown has ten answers or more."""
    (address,) = count.addresses
    said = {
        "n": spread.n,
        "element": spread.element,
        "period": spread.period,
        "channels": spread.channels,
        "shares": [
            {"levels": each.levels, "percent": each.percent, "at_least": each.is_at_least}
            for each in spread.shares
        ],
    }
    yield from distribution_constraints(said, address)
    for share in spread.shares:
        yield Constraint.on(replace(count, cell=share.levels), (LEAST_SHOWN, None))
