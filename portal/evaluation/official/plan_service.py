"""Plans of a file: previewed, then taken in part by part; refused ones do not stop the others."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.official.deciding import Decided, decide
from portal.evaluation.official.domain import OfficialPlan
from portal.evaluation.official.merging import Change, Outcome
from portal.evaluation.official.plan_file import PlanFile
from portal.evaluation.official.plan_writing import write_plans
from portal.evaluation.official.queries import people_within, recorded_of, running_cycles
from portal.evaluation.plans.writing import ChangedMeanwhile
from portal.storage.database import begin_write
from portal.storage.spreadsheets.table import RowFault
from portal.storage.texts.key_file import Vault

# People of one transaction: others wait no longer for the turn to write than this takes.
AT_ONCE = 200
CHANGES_KEPT = 20
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportReach:
    """Whose plans a file may concern, and when it is looked at.

    :ivar agency_id: only who holds a post there; None for the whole city.
    """

    agency_id: int | None
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PreviewedPlan:
    """What becomes of one plan of a file, as a preview lists it.

    :ivar changes: the first ``CHANGES_KEPT`` of ``change_count``.
    :ivar kept: how many results and indicators only the plan here has; they stay.
    :ivar gap_count: what is missing before the plan can be sent.
    """

    line: int
    sheet: str
    number: str
    name: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    change_count: int = 0
    kept: int = 0
    gap_count: int = 0


@dataclass(frozen=True, slots=True)
class PlanImport:
    """What an import does, or would do.

    :ivar faults: of the file and of plans that are refused, by line.
    :ivar left: plans of the file that were not come to yet.
    """

    lines: tuple[PreviewedPlan, ...] = ()
    faults: tuple[RowFault, ...] = ()
    left: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.counts.get(Outcome.NEW) or self.counts.get(Outcome.CHANGED))


def nothing_told(_done: int, _all: int) -> None:
    """Tell nobody how far an import is."""


def preview_plans(
    session: Session, file: PlanFile, *, reach: ImportReach, vault: Vault, tell: Told = nothing_told
) -> PlanImport:
    """Return what a file would change, with everything that is refused; changes nothing."""
    gathering = _Gathering(file)
    for part in _parts(session, file, reach=reach):
        gathering.add(_decided(session, part, vault=vault))
        tell(len(gathering.lines), len(file.plans))
    return gathering.done()


def take_in_plans(
    session: Session,
    file: PlanFile,
    *,
    reach: ImportReach,
    vault: Vault,
    most: int | None = None,
    tell: Told = nothing_told,
) -> PlanImport:
    """Take a file's plans in, a part of it at a time, and return what was done; commits.

    Taking the same file in again changes nothing more, so that what was interrupted is simply
    begun anew. New plans are drafts of their persons: nothing is sent or agreed.

    :param most: how many plans may change at the most; what is left is said. None for all.
    """
    gathering = _Gathering(file)
    for part in _parts(session, file, reach=reach):
        gathering.add(_taken_in(session, part, reach=reach, vault=vault))
        tell(len(gathering.lines), len(file.plans))
        if most is not None and gathering.written >= most:
            break
    return gathering.done()


@dataclass(frozen=True, slots=True)
class _Part:
    plans: Sequence[OfficialPlan]
    known: Mapping[str, int]


class _Gathering:
    def __init__(self, file: PlanFile) -> None:
        self.lines: list[PreviewedPlan] = []
        self._file = file
        self._faults = list(file.faults)
        self._counts: Counter[Outcome] = Counter()

    @property
    def written(self) -> int:
        """How many plans were or would be written."""
        return self._counts[Outcome.NEW] + self._counts[Outcome.CHANGED]

    def add(self, decided: Sequence[Decided]) -> None:
        """Keep what is shown of a part; the plans themselves are let go."""
        for each in decided:
            self._counts[each.outcome] += 1
            self.lines.append(_line(each))
            if each.fault is not None:
                place, person = each.official.place, each.official.name or each.official.number
                fault = RowFault(place.line, "", each.fault, person, place.sheet)
                self._faults.append(fault)

    def done(self) -> PlanImport:
        """Return everything."""
        left = len(self._file.plans) - len(self.lines)
        faults = tuple(sorted(self._faults))
        return PlanImport(tuple(self.lines), faults, left, dict(self._counts))


def _parts(session: Session, file: PlanFile, *, reach: ImportReach) -> Iterator[_Part]:
    numbers = [each.number for each in file.plans]
    known = people_within(session, numbers, agency_id=reach.agency_id, on=reach.today)
    for first in range(0, len(file.plans), AT_ONCE):
        yield _Part(file.plans[first : first + AT_ONCE], known)


def _decided(session: Session, part: _Part, *, vault: Vault) -> Sequence[Decided]:
    cycles = running_cycles(session)
    recorded = recorded_of(session, part.plans, known=part.known, open_cycles=cycles)
    return [
        decide(official, held, unlock=vault.unlock)
        for official, held in zip(part.plans, recorded, strict=True)
    ]


def _taken_in(
    session: Session, part: _Part, *, reach: ImportReach, vault: Vault
) -> Sequence[Decided]:
    """Write a part and commit; once more where somebody changed one of its plans meanwhile."""
    for is_last in (False, True):
        begin_write(session)
        decided = _decided(session, part, vault=vault)
        try:
            write_plans(session, decided, today=reach.today, now=reach.now, vault=vault)
        except (IntegrityError, ChangedMeanwhile):
            session.rollback()
            if is_last:
                raise
            continue
        session.commit()
        session.expunge_all()
        break
    return decided


def _line(each: Decided) -> PreviewedPlan:
    official, changes = each.official, each.changes
    return PreviewedPlan(
        official.place.line,
        official.place.sheet,
        official.number,
        official.name,
        each.outcome,
        changes[:CHANGES_KEPT],
        len(changes),
        each.merged.kept,
        each.gap_count,
    )
