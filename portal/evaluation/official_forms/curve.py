"""The curve of the distribution guide: a fixed picture for each predicate of the organisation.

It draws the guide, never anybody's results.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from portal.evaluation.official.domain import key
from portal.evaluation.official_forms.layout import Layout
from portal.storage.spreadsheets.writing import Look

MARKS = ("Sangat Kurang", "Kurang/Misconduct", "Butuh Perbaikan", "Baik", "Sangat Baik")
#: Heights over the five marks, 1 to 8, by the predicate of the organisation; the peak stands over
#: the mark that the guide of SE MenPANRB 3/2023 gives most people.
CURVES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "ISTIMEWA": (1, 1, 2, 4, 8),
        "BAIK": (1, 2, 4, 8, 4),
        "BUTUHPERBAIKAN": (2, 4, 8, 4, 1),
        "KURANG": (4, 8, 4, 2, 1),
        "SANGATKURANG": (8, 4, 2, 1, 1),
    }
)
BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"


def heights_of(organisation: str) -> tuple[int, ...]:
    """Return the heights over the five marks; none for a predicate that nobody recorded."""
    return CURVES.get(key(organisation), ())


def curve_rows(layout: Layout, organisation: str) -> None:
    """Add the curve and its five marks over the width; nothing without a predicate."""
    heights = heights_of(organisation)
    if not heights:
        return
    _spread(layout, [BARS[each - 1] for each in heights])
    _spread(layout, MARKS)


def is_marks(texts: Sequence[str]) -> bool:
    """Return whether a row's texts are the five marks under a curve."""
    return tuple(texts) == MARKS


def is_curve(texts: Sequence[str]) -> bool:
    """Return whether a row's texts are the bars of a curve."""
    return len(texts) == len(MARKS) and all(len(each) == 1 and each in BARS for each in texts)


def _spread(layout: Layout, texts: Sequence[str]) -> None:
    """Add a row in which five texts share the columns."""
    edges = [round(at * layout.width / len(texts)) for at in range(len(texts) + 1)]
    cells = [""] * layout.width
    for text, first in zip(texts, edges, strict=False):
        cells[first] = text
    layout.row(cells, look=Look.MIDDLE)
    for first, after in pairwise(edges):
        layout.merge(first, after - 1)
