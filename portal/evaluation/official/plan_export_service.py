"""Plans of a cycle as one table, whoever they are of; what only its person reads is left out."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official.exporting import Named, official_of, rows_of
from portal.evaluation.official.plan_rows import HEADINGS
from portal.evaluation.official.table_file import csv_of, workbook_of
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import OWN_ONLY, Plan, Version
from portal.organisation.people import queries as people
from portal.storage.texts.key_file import Vault

AT_ONCE = 200


class NoCycleOfYear(LookupError):
    """There is no cycle of that year, or none for the day."""


def cycle_of_year(session: Session, year: int | None, *, today: date) -> int:
    """Return the number of a year's cycle, of the one in which ``today`` lies without a year.

    :raises NoSuchCycle: when there is none.
    """
    return whole_cycle(session, year, today=today).id


def whole_cycle(session: Session, year: int | None, *, today: date) -> Cycle:
    """Return the cycle of a year, or the one in which ``today`` lies without a year.

    :raises NoSuchCycle: when there is none.
    """
    for each in cycles.cycles(session):
        if each.year == year or (year is None and each.starts_on <= today <= each.ends_on):
            return each
    raise NoCycleOfYear(f"{year}")


def exported_file(session: Session, cycle_id: int, *, vault: Vault, is_workbook: bool) -> bytes:
    """Return the plans of a cycle as a table that the import reads."""
    rows, headings = exported_rows(session, cycle_id, vault=vault), tuple(HEADINGS.values())
    if is_workbook:
        return workbook_of("SKP", headings, rows=rows)
    return csv_of(headings, rows=rows)


def exported_rows(session: Session, cycle_id: int, *, vault: Vault) -> Iterator[Sequence[str]]:
    """Yield the rows of a cycle's plans as the import reads them, in order of staff numbers.

    Of each plan the version that is in force, else the latest one that was sent. A draft that
    was never sent is its person's own.
    """
    lines = plans.latest_lines(session, cycle_id)
    found = people.persons(session, set(lines))
    order = sorted(found.values(), key=lambda each: (each.number or "", each.id))
    for first in range(0, len(order), AT_ONCE):
        part = order[first : first + AT_ONCE]
        held = plans.plans_of_cycle(session, cycle_id, person_ids={each.id for each in part})
        for person in part:
            own = held.get(person.id, ())
            named = Named(person.name, person.number or "")
            for plan in sorted(own, key=lambda each: each.starts_on):
                yield from _rows(session, plan, whose=named, vault=vault)
        session.expunge_all()


def shown_version(plan: Plan) -> Version | None:
    """Return the version of a plan that others may read: in force, or else sent; None for none."""
    sent = [each for each in plan.versions if each.state not in OWN_ONLY]
    return plan.in_force or (sent[-1] if sent else None)


def _rows(session: Session, plan: Plan, *, whose: Named, vault: Vault) -> Iterator[Sequence[str]]:
    version = shown_version(plan)
    if version is None:
        return
    ids = {each.serves_id for each in version.results if each.serves_id is not None}
    served = plans.served_texts(session, ids) if ids else {}
    yield from rows_of(official_of(plan, version, whose=whose, served=served, unlock=vault.unlock))
