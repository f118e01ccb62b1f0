"""Which sums follow from published sums as linear combinations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from portal.publication.disclosure_audit.component import Floats, Matrix

TINY = 1e-7
# A product of unknowns below the first share of the largest is rounding; above the second it is
# none. Both lie far from what sums of ratings give.
NOTHING, SOMETHING = 1e-12, 1e-9
# What is left of a sum is clearly nothing, or clearly something, so many times from ``TINY``.
CLEARLY = 100
Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """A sum (by its position) that follows from others, and how much of each it takes."""

    position: int
    sizes: NDArray[np.floating[Any]]

    @property
    def weights(self) -> NDArray[np.floating[Any]]:
        """How much it takes of each other; 0 of those it does not take."""
        return np.where(self.sizes > TINY, self.sizes, 0.0)

    @property
    def takes(self) -> Mapping[int, float]:
        """How much it takes of which others; those it does not take are left out."""
        return {int(each): float(self.sizes[each]) for each in np.flatnonzero(self.sizes > TINY)}


def following(known: Matrix, sought: Matrix) -> tuple[Following, ...]:
    """Return which sought sums of unknowns are combinations of known sums.

    Whoever knows the known sums knows these as well: their number of ratings and their mean.

    :param known: a row for each published figure, with the unknowns that it adds up.
    :param sought: a row for each sum in question, over the same unknowns.
    """
    if not (known.shape[0] and known.shape[1] and sought.shape[0]):
        return ()
    given, wanted = _distinct(known.toarray(), sought.toarray())
    found = _by_products(given, wanted) or _by_least_squares(given, wanted)
    return tuple(
        Following(int(position), np.abs(weights)) for position, weights in zip(*found, strict=True)
    )


def _by_products(given: Floats, wanted: Floats) -> tuple[Positions, Floats] | None:
    """Return which wanted rows are combinations of the given ones, and the smallest weights.

    The products of unknowns are a matrix as wide as there are unknowns, however many sums are
    known, which takes a part of the time of least squares. What is small is squared by it: where
    anything lies between clearly nothing and clearly something, None is returned.
    """
    try:
        sizes, vectors = np.linalg.eigh(given.T @ given)
    except np.linalg.LinAlgError:
        return None
    is_spanned = sizes > SOMETHING * sizes[-1]
    spanned = vectors[:, is_spanned]
    shares = wanted @ spanned
    left = np.abs(wanted - shares @ spanned.T).max(axis=1)
    if _is_any_within(sizes, (sizes[-1] * NOTHING, sizes[-1] * SOMETHING)):
        return None
    if _is_any_within(left, (TINY / CLEARLY, TINY * CLEARLY)):
        return None
    positions = np.flatnonzero(left < TINY)
    return positions, (shares[positions] / sizes[is_spanned]) @ (given @ spanned).T


def _is_any_within(values: Floats, ends: tuple[float, float]) -> bool:
    return bool(((values > ends[0]) & (values <= ends[1])).any())


def _by_least_squares(given: Floats, wanted: Floats) -> tuple[Positions, Floats]:
    weights = _least_squares(given.T, wanted.T)
    left = np.abs(given.T @ weights - wanted.T).max(axis=0)
    positions = np.flatnonzero(left < TINY)
    return positions, weights.T[positions]


def _least_squares(matrix: Floats, targets: Floats) -> Floats:
    """Return the smallest weights with which the columns of ``matrix`` come closest to ``targets``.

    The usual way, by singular values, does not converge for some matrices. A QR decomposition with
    pivoting always ends; its weights are the same but for rounding.
    """
    try:
        return np.asarray(np.linalg.lstsq(matrix, targets, rcond=None)[0], dtype=np.float64)
    except np.linalg.LinAlgError:
        cutoff = np.finfo(float).eps * max(matrix.shape)  # as numpy has it
        found = scipy.linalg.lstsq(matrix, targets, cond=cutoff, lapack_driver="gelsy")
        return np.asarray(found[0], dtype=np.float64)


def _distinct(known: Floats, sought: Floats) -> tuple[Floats, Floats]:
    """Merge unknowns that no sum tells apart, so that less has to be computed."""
    both = np.concatenate([known, sought])
    # One stand-in for several alike changes nothing of what is a combination of what.
    different = {column.tobytes(): at for at, column in enumerate(np.ascontiguousarray(both.T))}
    merged = both[:, list(different.values())]
    return merged[: len(known)], merged[len(known) :]
