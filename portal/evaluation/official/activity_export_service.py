"""A person's daily progress in exactly the eight columns of the official entry form."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import force_locale
from sqlalchemy.orm import Session

from portal.evaluation.cycles.made_queries import made_today
from portal.evaluation.official.activity_rows import HEADINGS
from portal.evaluation.official.table_file import csv_of, workbook_of
from portal.evaluation.official.targets import written_number
from portal.evaluation.plans import queries as plans
from portal.evaluation.work import queries as work
from portal.evaluation.work.domain import Activity


def exported_activities(
    session: Session,
    person_id: int,
    *,
    first: date,
    last: date,
    is_workbook: bool,
    made_on: date,
) -> bytes:
    """Return what a person did from ``first`` to ``last``, both inclusive, as a file.

    Times of day are kept nowhere: the two columns stay empty, for the person to fill in.

    :param made_on: the day on which the file is made; it stands below each page of a workbook.
    """
    held = work.activities_between(session, {person_id}, first=first, last=last)
    plan_ids = {each.fields.served.plan_id for each in held} - {None}
    texts = plans.texts_of_results(session, [each for each in plan_ids if each is not None])
    rows = [_row(each, texts=texts) for each in held]
    headings = tuple(HEADINGS.values())
    if is_workbook:
        with force_locale("id"):
            made = made_today(session, made_on)
        return workbook_of("Progres Harian", headings, rows=rows, made=made)
    return csv_of(headings, rows=rows)


def _row(activity: Activity, *, texts: Mapping[tuple[int, int], str]) -> Sequence[str]:
    fields = activity.fields
    served = fields.served
    place = (served.plan_id or 0, served.result_key or 0)
    cells = {
        "action": texts.get(place, ""),
        "done_on": fields.done_on.isoformat(),
        "text": fields.text,
        "amount": "" if fields.amount is None else written_number(fields.amount),
        "unit": fields.unit,
        "link": fields.link,
    }
    return [cells.get(name, "") for name in HEADINGS]
