"""Which longer figures of desks are shown again, because figures hidden later protect enough."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.publication.building.longer_cells import Longer, with_pair, without_month
from portal.publication.building.longer_counts import longer_rows
from portal.publication.building.longer_shared_sums import WorkedOut
from portal.publication.building.longer_sums import told_sums
from portal.publication.disclosure_audit.auditor import Auditor, PreviousRelease, agencies_of
from portal.publication.exact_sums.cells import Cells, Pair
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow
from portal.time.months import MonthRange

# So many are tried, those first that have nothing else: each takes a whole audit.
MOST_TRIED = 8


@dataclass(frozen=True, slots=True)
class Audit:
    """What a draft of longer figures is checked with, beside the figures of the month.

    ``rows`` are all counts that the month tells, ``before`` what they tell by themselves,
    ``worked_out`` is what was worked out for earlier drafts.
    """

    cells: Cells
    rows: Sequence[CountRow]
    auditor: Auditor
    before: PreviousRelease
    worked_out: WorkedOut


def shown_again(inputs: ReleaseInputs, longer: Longer, *, first: Longer, audit: Audit) -> Longer:
    """Return the longer cells, with what can be shown beside the others shown again.

    Figures are hidden one after the other for what they tell together; once the last is hidden,
    an earlier one may tell nothing any more. A figure is tried once, so that it ends.

    :param first: the cells before anything was hidden for another.
    """
    hidden = _hidden(inputs, longer, first=without_month(first, audit.cells))
    shown = _shown_within(inputs, audit.rows)
    for address, span, pair in sorted(hidden, key=lambda each: _use(each, shown))[:MOST_TRIED]:
        draft = with_pair(longer, address, span=span, pair=pair)
        own = inputs.city.agency_of(address)
        if _is_safe(inputs, draft, agency=own or "", audit=audit):
            longer = draft
    audit.auditor.look_anew()
    return longer


def _hidden(
    inputs: ReleaseInputs, longer: Longer, *, first: Longer
) -> Iterator[tuple[str, MonthRange, Pair]]:
    """Give the desks' figures that were hidden for others, without unverified ones beside them."""
    for address, pairs in first.items():
        for span, pair in pairs.items():
            is_hidden = pair.headline.is_shown and not longer[address][span].headline.is_shown
            if is_hidden and inputs.city.places[address].kind is PlaceKind.DESK:
                yield address, span, pair.hidden_open(Reason.FEW_OR_COVER)


def _shown_within(
    inputs: ReleaseInputs, rows: Sequence[CountRow]
) -> Mapping[str, Collection[MonthRange]]:
    """Return the spans of which months show a figure, by the address of the place."""
    found: defaultdict[str, set[MonthRange]] = defaultdict(set)
    for row in (*inputs.history, *rows):
        if row.n is not None and row.element is None and not row.members:
            found[row.address].add(row.span)
    return found


def _use(
    hidden: tuple[str, MonthRange, Pair], shown: Mapping[str, Collection[MonthRange]]
) -> tuple[bool, int, str]:
    """Return what is tried first: a desk without any figure within the span, then the largest."""
    address, span, pair = hidden
    has_another = any(
        span.first <= each.first and each.last <= span.last for each in shown.get(address, ())
    )
    return has_another, -pair.headline.sums.n, address


def _is_safe(inputs: ReleaseInputs, draft: Longer, *, agency: str, audit: Audit) -> bool:
    """Whether nothing follows from a draft that does not follow from its months.

    :param agency: where something follows first, if it does.
    """
    own = without_month(draft, audit.cells)
    told = tuple(longer_rows(inputs, own))
    every = agencies_of(inputs)
    published = [*inputs.history, *audit.rows]
    for agencies in ((agency,), tuple(each for each in every if each != agency)):
        if told_sums(inputs, published, draft=told, agencies=agencies, worked_out=audit.worked_out):
            return False
    audit.auditor.look_anew()
    found = audit.auditor.exposures(
        audit.cells,
        rows=(*audit.rows, *told),
        agencies=every,
        longer=own,
        before=audit.before,
    )
    return not audit.auditor.take_unchecked() and not found
