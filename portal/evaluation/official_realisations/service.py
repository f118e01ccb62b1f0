"""Import of realisations from an official form: a preview, then drafts, some people at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.queries import people_within
from portal.evaluation.official_realisations.deciding import DecidedReach, decide_reach
from portal.evaluation.official_realisations.domain import ReachedFile, ReachedLine
from portal.evaluation.official_realisations.queries import recorded_reach
from portal.evaluation.realisations.draft_service import DraftToKeep, keep_drafts
from portal.storage.database import begin_write
from portal.storage.spreadsheets.table import RowFault
from portal.storage.texts.key_file import Vault

# People of one transaction: others wait no longer for the turn to write than this takes.
PEOPLE_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ReachScope:
    """Whose realisations a file may hold, and when it is looked at.

    :ivar agency_id: only who is at this agency; None for the whole city.
    """

    agency_id: int | None
    today: date
    now: datetime
    vault: Vault


@dataclass(frozen=True, slots=True)
class ReachImport:
    """What an import does, or would do; ``faults`` are by line."""

    faults: tuple[RowFault, ...] = ()
    counts: Mapping[Outcome, int] = field(default_factory=dict)


def preview_reach(session: Session, file: ReachedFile, *, scope: ReachScope) -> ReachImport:
    """Return what a file would change, with everything that is refused; changes nothing."""
    decided = [each for part in _parts(file) for each in _decided(session, part, scope=scope)]
    return _together(file, decided)


def take_in_reach(session: Session, file: ReachedFile, *, scope: ReachScope) -> ReachImport:
    """Put a file into the drafts of its people and return what was done; commits.

    Nothing is reported by it: the person looks at the draft and reports. Taking the same file in
    again changes nothing.
    """
    done: list[DecidedReach] = []
    for part in _parts(file):
        done += _taken_in(session, part, scope=scope)
    return _together(file, done)


def _parts(file: ReachedFile) -> Iterator[Sequence[ReachedLine]]:
    """Yield the lines of some people at a time, those of one person together."""
    people = list(dict.fromkeys(each.number for each in file.lines))
    for first in range(0, len(people), PEOPLE_AT_ONCE):
        part = set(people[first : first + PEOPLE_AT_ONCE])
        yield [each for each in file.lines if each.number in part]


def _decided(
    session: Session, part: Sequence[ReachedLine], *, scope: ReachScope
) -> Sequence[DecidedReach]:
    numbers = sorted({each.number for each in part})
    known = people_within(session, numbers, agency_id=scope.agency_id, on=scope.today)
    recorded = recorded_reach(session, known, vault=scope.vault, on=scope.today)
    return decide_reach(part, recorded)


def _taken_in(
    session: Session, part: Sequence[ReachedLine], *, scope: ReachScope
) -> Sequence[DecidedReach]:
    """Write a part and commit; once more where somebody began one of its drafts meanwhile."""
    for is_last in (False, True):
        begin_write(session)
        decided = _decided(session, part, scope=scope)
        drafts = [
            DraftToKeep(each.place, each.revision, scope.vault.lock(each.draft.text()))
            for each in decided
            if each.draft is not None and each.place is not None
        ]
        try:
            keep_drafts(session, drafts, now=scope.now)
        except IntegrityError:
            session.rollback()
            if is_last:
                raise
            continue
        session.commit()
        session.expunge_all()
        break
    return decided


def _together(file: ReachedFile, decided: Sequence[DecidedReach]) -> ReachImport:
    refused = [
        RowFault(each.line.place.line, "", each.fault, each.detail, sheet=each.line.place.sheet)
        for each in decided
        if each.fault is not None
    ]
    counts = Counter(each.outcome for each in decided)
    return ReachImport(tuple(sorted([*file.faults, *refused])), dict(counts))
