"""Outcome of each row of daily progress, compared with what is recorded; pure."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.evaluation.official.activity_rows import OfficialActivity
from portal.evaluation.official.domain import OfficialFault, text_key
from portal.evaluation.official.merging import Outcome
from portal.evaluation.plans.queries import ResultInForce
from portal.evaluation.work.domain import (
    LATER,
    Activity,
    ActivityFields,
    ActivityPurpose,
    DayFault,
    Purpose,
)

KEY_LENGTH = 36
_DAY_FAULTS = {
    DayFault.AHEAD: OfficialFault.DAY_AHEAD,
    DayFault.CLOSED: OfficialFault.DAY_CLOSED,
    DayFault.NO_POST: OfficialFault.DAY_WITHOUT_POST,
}
DayOf = Callable[[int, date], DayFault | None]


@dataclass(frozen=True, slots=True)
class RecordedActivities:
    """What is here of the people of a file.

    :ivar people: who has which staff number.
    :ivar results: of each person, what an activity may serve.
    :ivar held: of each person, what was done on the days of the file, in order of entry.
    :ivar day_fault: why work of a person's day cannot be entered.
    """

    people: Mapping[str, int]
    results: Mapping[int, Sequence[ResultInForce]]
    held: Mapping[int, Sequence[Activity]]
    day_fault: DayOf


@dataclass(frozen=True, slots=True)
class DecidedActivity:
    """What an import does with one row.

    :ivar held: the activity that is here; None for a new one.
    :ivar fields: what it says afterwards; None where the row is refused.
    :ivar key: of a new one.
    """

    official: OfficialActivity
    outcome: Outcome
    person_id: int = 0
    held: Activity | None = None
    fields: ActivityFields | None = None
    key: str = ""
    fault: OfficialFault | None = None


def decide_activities(
    rows: Sequence[OfficialActivity], recorded: RecordedActivities, *, own: int | None
) -> Sequence[DecidedActivity]:
    """Return what becomes of the rows of a file.

    An activity is known again by its day and its words; the second of the same words is the
    second of the day. Drafts and what was returned are mended; what was sent stays.

    :param own: whose the rows without a staff number are; None where each needs one.
    """
    seen: dict[tuple[int, date, str], int] = {}
    decided = []
    for row in rows:
        person_id = recorded.people.get(row.number) if row.number else own
        if person_id is None:
            kind = OfficialFault.UNKNOWN_PERSON if row.number else OfficialFault.NUMBER_MISSING
            decided.append(_refused(row, kind))
            continue
        place = (person_id, row.done_on, text_key(row.text))
        seen[place] = seen.get(place, 0) + 1
        decided.append(_decided(row, recorded, person_id=person_id, ordinal=seen[place]))
    return decided


def _decided(
    row: OfficialActivity, recorded: RecordedActivities, *, person_id: int, ordinal: int
) -> DecidedActivity:
    same = [
        each
        for each in recorded.held.get(person_id, ())
        if each.fields.done_on == row.done_on and text_key(each.fields.text) == text_key(row.text)
    ]
    served = _served(row, recorded.results.get(person_id, ()))
    if len(same) >= ordinal:
        return _compared(row, same[ordinal - 1], served=served)
    fault = recorded.day_fault(person_id, row.done_on)
    # What was sent in the official record was entered there in its time.
    if fault is not None and not (fault is DayFault.CLOSED and row.is_sent):
        return _refused(row, _DAY_FAULTS[fault])
    fields = ActivityFields(
        row.done_on, row.text, served, row.amount, row.unit, row.quarter_hours, row.link
    )
    entry = f"{person_id}|{row.done_on}|{text_key(row.text)}|{ordinal}"
    digest = hashlib.sha256(entry.encode()).hexdigest()[:KEY_LENGTH]
    return DecidedActivity(row, Outcome.NEW, person_id, fields=fields, key=digest)


def _compared(row: OfficialActivity, held: Activity, *, served: ActivityPurpose) -> DecidedActivity:
    old = held.fields
    fields = replace(
        old,
        amount=old.amount if row.amount is None else row.amount,
        unit=row.unit or old.unit,
        quarter_hours=row.quarter_hours or old.quarter_hours,
        link=row.link or old.link,
    )
    if held.is_own_to_write and old.served.purpose is Purpose.LATER:
        fields = replace(fields, served=served)
    if fields == old:
        return DecidedActivity(row, Outcome.SAME, held.person_id, held, old)
    if not held.is_own_to_write:
        return _refused(row, OfficialFault.ACTIVITY_SENT)
    return DecidedActivity(row, Outcome.CHANGED, held.person_id, held, fields)


def _served(row: OfficialActivity, results: Sequence[ResultInForce]) -> ActivityPurpose:
    """Return the result that a row names; the person says it later where none is named."""
    for named in row.named:
        for each in results:
            is_then = each.starts_on <= row.done_on <= each.ends_on
            if is_then and text_key(each.text) == text_key(named):
                return ActivityPurpose(Purpose.RESULT, each.plan_id, each.key)
    return LATER


def _refused(row: OfficialActivity, fault: OfficialFault) -> DecidedActivity:
    return DecidedActivity(row, Outcome.REFUSED, fault=fault)
