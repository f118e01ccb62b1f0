"""Destroys texts about people once the city's term is over; days, states and levels stay."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, select, update
from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import newest_rules, rules_on
from portal.evaluation.forgetting.domain import CASE, CYCLE, LAST_DAYS, MATTERS, PLAN, SCHEME
from portal.evaluation.work.housekeeping import cycles_over, first_kept_day
from portal.storage.database import Base, begin_write
from portal.storage.texts.columns import DESTROYED, TextColumn, text_columns

_TABLES = Base.metadata.tables


def forget_texts(session: Session, *, today: date) -> int:
    """Destroy what was written about people as soon as its term is over; commits table by table.

    Texts of a cycle stay as long as a document can be read that is made of them: that of the
    person where a plan leads to it, else any of the cycle. A published good case stays published.

    :returns: how many texts were destroyed.
    """
    is_over = {PLAN: _plans_over(session, today), CYCLE: _cycles_over(session, today)}
    is_over |= {each: _quiet(session, each, today=today) for each in LAST_DAYS}
    session.rollback()
    count = 0
    for column in text_columns():
        if column.text.table.name in MATTERS:
            count += _destroy(session, column, is_over=is_over)
    return count


def _destroy(
    session: Session, column: TextColumn, *, is_over: Mapping[str, ColumnElement[bool]]
) -> int:
    text, table = column.text, column.text.table
    matter = MATTERS[table.name]
    due = (
        text.is_not(None),
        text != DESTROYED,
        _leads_to(table, matter.way, is_over=is_over[matter.table]),
    )
    begin_write(session)
    count: int = session.scalar(select(func.count()).select_from(table).where(*due)) or 0
    if count:
        session.execute(update(table).where(*due).values({text: DESTROYED}))
    session.commit()
    return count


def _leads_to(
    table: Any, way: tuple[str, ...], *, is_over: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return that a row belongs to a matter whose term is over."""
    if not way:
        return is_over
    column = table.c[way[0]]
    there = next(key.column for key in column.foreign_keys if key.column.name == "id")
    belongs: ColumnElement[bool] = column.in_(
        select(there).where(_leads_to(there.table, way[1:], is_over=is_over))
    )
    return belongs


def _plans_over(session: Session, today: date) -> ColumnElement[bool]:
    """Return that a plan's cycle is over and no document of its person can be read any more."""
    plan = _TABLES[PLAN].c
    read = _read_years().where(
        _TABLES["yearly_evaluation"].c.cycle_id == plan.cycle_id,
        _TABLES["yearly_evaluation"].c.person_id == plan.person_id,
    )
    is_over: ColumnElement[bool] = plan.cycle_id.in_(cycles_over(session, today=today))
    return and_(is_over, ~read.exists())


def _cycles_over(session: Session, today: date) -> ColumnElement[bool]:
    """Return that a cycle is over and no document of it can be read any more."""
    cycle = _TABLES[CYCLE].c
    read = _read_years().where(_TABLES["yearly_evaluation"].c.cycle_id == cycle.id)
    is_over: ColumnElement[bool] = cycle.id.in_(cycles_over(session, today=today))
    return and_(is_over, ~read.exists())


def _read_years() -> Any:
    year, document = _TABLES["yearly_evaluation"], _TABLES["appraisal_snapshot"]
    joined = year.join(document, document.c.evaluation_id == year.c.id)
    return select(year.c.id).select_from(joined).where(document.c.expired_on.is_(None))


def _quiet(session: Session, matter: str, *, today: date) -> ColumnElement[bool]:
    """Return that nothing happened to a matter within the term of today's rules."""
    rules = (rules_on(session, today) or newest_rules(session).rules).keeping
    years = rules.award if matter == SCHEME else rules.development
    table: Table = _TABLES[matter]
    days = [table.c[each] for each in LAST_DAYS[matter]]
    last = func.coalesce(*days) if len(days) > 1 else days[0]
    is_quiet: ColumnElement[bool] = last < first_kept_day(today, years=years)
    return is_quiet & (table.c.state != "published") if matter == CASE else is_quiet
