"""Which sums follow from published sums as linear combinations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from portal.publication.disclosure_audit.component import Floats, Matrix

TINY = 1e-7


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
    if not known.shape[0] or not sought.shape[0]:
        return ()
    given, wanted = _distinct(known.toarray(), sought.toarray())
    weights = _least_squares(given.T, wanted.T)
    left = np.abs(given.T @ weights - wanted.T).max(axis=0)
    sizes = np.abs(weights)
    return tuple(Following(int(each), sizes[:, each]) for each in np.flatnonzero(left < TINY))


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
    merged = np.unique(both, axis=1)
    return merged[: len(known)], merged[len(known) :]
