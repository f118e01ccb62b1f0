"""The catalogue, taken in from a table, and the dated rules that lead from weak points to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.domain import (
    CODE,
    MOST_HOURS,
    NAME,
    PROVIDER,
    CatalogueFault,
    Topic,
)
from portal.evaluation.training.models import TopicRow, TrainingRuleRow
from portal.evaluation.training.queries import locked_rule, topics
from portal.storage.database import begin_write
from portal.storage.spreadsheets.numbers import NotANumber, read_whole
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    ExplainedColumn,
    RowFault,
    TableRow,
    UnreadableTable,
)

# The columns of a file of topics, with what they hold.
EXPLAINED: Mapping[str, ExplainedColumn] = {
    "kode": ExplainedColumn("singkat, tidak berubah", "pel-01"),
    "topik": ExplainedColumn("nama pelatihan", "Bahasa isyarat untuk petugas loket"),
    "jp": ExplainedColumn("jam pelajaran, bilangan bulat", "12"),
    "penyelenggara": ExplainedColumn("siapa yang mengadakan", "BKPSDM"),
    "ditawarkan": ExplainedColumn("ya atau tidak; kosong berarti ya", "ya"),
}
COLUMNS = tuple(EXPLAINED)
CATALOGUE = Columns(COLUMNS, required=COLUMNS[:4])
LONGEST = {"kode": CODE, "topik": NAME, "penyelenggara": PROVIDER}
NO = frozenset({"tidak", "no", "0", "false"})
DAY = timedelta(days=1)


class RuleRefused(ValueError):
    """A rule names no topic, or ends before it begins or a second time."""


@dataclass(frozen=True, slots=True)
class NewRule:
    """Which topic a kind of weak point leads to, from a day on."""

    trigger: TrainingTrigger
    topic_code: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class CatalogueSeen:
    """What a file says of the catalogue: new topics, changed ones, what is wrong."""

    new: tuple[Topic, ...]
    changed: tuple[Topic, ...]
    faults: tuple[RowFault, ...]


def read_catalogue(session: Session, content: bytes) -> CatalogueSeen:
    """Return what a file (.xlsx, CSV) would change; changes nothing.

    Topics that it does not name stay as they are.
    """
    try:
        table = read_table(content, CATALOGUE)
    except UnreadableTable as error:
        return CatalogueSeen((), (), (error.fault,))
    seen: set[str] = set()

    def read(row: TableRow) -> Topic | list[RowFault]:
        found = _topic(row)
        if isinstance(found, list):
            return found
        if found.code in seen:
            return [RowFault(row.line, "kode", CatalogueFault.REPEATED, found.code)]
        seen.add(found.code)
        return found

    read_topics, faults = read_rows(table, read)
    known = {each.code: each for each in topics(session)}
    new = tuple(each for each in read_topics if each.code not in known)
    changed = tuple(each for each in read_topics if each.code in known and known[each.code] != each)
    return CatalogueSeen(new, changed, tuple(faults))


def take_in_catalogue(session: Session, found: Sequence[Topic]) -> None:
    """Keep new and changed topics of a catalogue; commits."""
    begin_write(session)
    for each in found:
        row = session.get(TopicRow, each.code, with_for_update=True)
        if row is None:
            row = TopicRow(code=each.code)
            session.add(row)
        row.name, row.hours = each.name, each.hours
        row.provider, row.is_offered = each.provider, each.is_offered
    session.commit()


def add_rule(session: Session, *, rule: NewRule, account_id: int) -> None:
    """Let a kind of weak point lead to a topic from a day on; commits.

    :raises RuleRefused: for no topic of the catalogue.
    """
    begin_write(session)
    if session.get(TopicRow, rule.topic_code) is None:
        session.rollback()
        raise RuleRefused(rule.topic_code)
    row = TrainingRuleRow(
        cause=rule.trigger,
        topic_code=rule.topic_code,
        starts_on=rule.starts_on,
        set_by=account_id,
    )
    session.add(row)
    session.commit()


def end_rule(session: Session, rule_id: int, *, today: date) -> None:
    """Let a rule end yesterday, or on its first day where that is later; commits.

    :raises RuleRefused: for none, or one that ended.
    """
    begin_write(session)
    row = locked_rule(session, rule_id)
    if row is None or row.ends_on is not None:
        session.rollback()
        raise RuleRefused(f"{rule_id}")
    row.ends_on = max(row.starts_on, today - DAY)
    session.commit()


def _topic(row: TableRow) -> Topic | list[RowFault]:
    faults = [
        RowFault(row.line, name, CatalogueFault.MISSING)
        for name in COLUMNS[:4]
        if not row.cells.get(name)
    ]
    faults += [
        RowFault(row.line, name, CatalogueFault.TOO_LONG, str(most))
        for name, most in LONGEST.items()
        if len(row.cells.get(name, "")) > most
    ]
    hours = _hours(row.cells.get("jp", ""))
    if row.cells.get("jp") and hours is None:
        faults.append(RowFault(row.line, "jp", CatalogueFault.NOT_HOURS, row.cells["jp"][:40]))
    if faults or hours is None:
        return faults
    is_offered = row.cells.get("ditawarkan", "").casefold() not in NO
    code, name, provider = (row.cells[each] for each in ("kode", "topik", "penyelenggara"))
    return Topic(code, name, hours, provider, is_offered)


def _hours(text: str) -> int | None:
    try:
        hours = read_whole(text)
    except NotANumber:
        return None
    return hours if 1 <= hours <= MOST_HOURS else None
