"""Daily progress of a file: previewed, then taken in part by part."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.evaluation.official.activity_deciding import DecidedActivity, decide_activities
from portal.evaluation.official.activity_queries import recorded_activities
from portal.evaluation.official.activity_rows import ActivityFile, OfficialActivity
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.queries import people_within
from portal.evaluation.work.domain import WorkDays
from portal.evaluation.work.service import EnterActivity
from portal.evaluation.work.taking_in import begin_activities, mend_activities
from portal.storage.database import begin_write
from portal.storage.spreadsheets.table import RowFault

# Rows of one transaction; those of one day and person always stand in one.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ActivityReach:
    """Whose daily progress a file may hold, and when it is looked at.

    :ivar own: whose rows without a staff number are; None where each needs one.
    :ivar agency_id: only who is at this agency; None for the whole city.
    :ivar is_own_only: whether staff numbers of others are nobody's.
    """

    days: WorkDays
    now: datetime
    own: int | None = None
    agency_id: int | None = None
    is_own_only: bool = False


@dataclass(frozen=True, slots=True)
class ActivityImport:
    """What an import does, or would do; ``faults`` are by line."""

    decided: tuple[DecidedActivity, ...] = ()
    faults: tuple[RowFault, ...] = ()
    counts: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.counts.get(Outcome.NEW) or self.counts.get(Outcome.CHANGED))


def preview_activities(
    session: Session, file: ActivityFile, *, reach: ActivityReach
) -> ActivityImport:
    """Return what a file would change, with everything that is refused; changes nothing."""
    parts = _parts(file)
    return _together(
        file, [each for part in parts for each in _decided(session, part, reach=reach)]
    )


def take_in_activities(
    session: Session, file: ActivityFile, *, reach: ActivityReach
) -> ActivityImport:
    """Take a file's daily progress in, a part at a time, and return what was done; commits.

    What the person has sent in the official record is sent here, and waits for the superior as
    everything does; anything else is a draft. Taking the same file in again changes nothing.
    """
    done: list[DecidedActivity] = []
    for part in _parts(file):
        begin_write(session)
        decided = _decided(session, part, reach=reach)
        _write(session, decided, reach=reach)
        session.commit()
        session.expunge_all()
        done += decided
    return _together(file, done)


def _parts(file: ActivityFile) -> Iterator[Sequence[OfficialActivity]]:
    """Yield the rows by day, each day whole, so that the second of the same words is known."""
    rows = sorted(file.rows, key=lambda row: (row.number, row.done_on, row.line))
    part: list[OfficialActivity] = []
    for row in rows:
        last = part[-1] if part else row
        is_next_day = (last.number, last.done_on) != (row.number, row.done_on)
        if len(part) >= AT_ONCE and is_next_day:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _decided(
    session: Session, part: Sequence[OfficialActivity], *, reach: ActivityReach
) -> Sequence[DecidedActivity]:
    numbers = [row.number for row in part if row.number]
    known = people_within(session, numbers, agency_id=reach.agency_id, on=reach.days.today)
    if reach.is_own_only:
        known = {number: each for number, each in known.items() if each == reach.own}
    recorded = recorded_activities(session, part, known=known, own=reach.own, days=reach.days)
    return decide_activities(part, recorded, own=reach.own)


def _write(session: Session, decided: Sequence[DecidedActivity], *, reach: ActivityReach) -> None:
    new = [
        EnterActivity(
            each.person_id,
            each.key,
            each.fields,
            each.official.is_sent,
            now=reach.now,
            today=reach.days.today,
        )
        for each in decided
        if each.outcome is Outcome.NEW and each.fields is not None
    ]
    begin_activities(session, new, now=reach.now, today=reach.days.today)
    changed = {
        each.held.id: each.fields
        for each in decided
        if each.outcome is Outcome.CHANGED and each.held is not None and each.fields is not None
    }
    mend_activities(session, changed)


def _together(file: ActivityFile, decided: Sequence[DecidedActivity]) -> ActivityImport:
    refused = [
        RowFault(each.official.line, "", each.fault, each.official.number)
        for each in decided
        if each.fault is not None
    ]
    counts = Counter(each.outcome for each in decided)
    ordered = tuple(sorted(decided, key=lambda each: each.official.line))
    return ActivityImport(ordered, tuple(sorted([*file.faults, *refused])), dict(counts))
