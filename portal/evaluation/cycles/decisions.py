"""Decisions of the office on cycles: rules for the next one, later last days, exceptions."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries
from portal.evaluation.cycles.domain import ExceptionKind
from portal.evaluation.cycles.models import (
    CycleException,
    DeadlineExtension,
    EvaluationCycle,
    RuleSetVersion,
)
from portal.evaluation.cycles.rule_text import frozen_text
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.rule_set import RuleSet
from portal.storage.database import begin_write


class NoSuchCycle(LookupError):
    """There is no cycle of that number."""


class NothingToAdopt(ValueError):
    """The rules are those in force already."""


class NotLater(ValueError):
    """A last day would not move later than it is, or there is no such last day."""


class NamedAlready(ValueError):
    """The person is named as an exception of the cycle already."""


@dataclass(frozen=True, slots=True)
class AdoptRules:
    """Rules for every cycle opened from now on."""

    rules: RuleSet
    reason: str
    adopted_by: str


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """A later last day for everybody in the city."""

    cycle_id: int
    period_number: int
    step: DeadlineStep
    last_on: date
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class NameException:
    """Somebody without a result of the cycle; ``reason`` is encrypted already."""

    cycle_id: int
    person_id: int
    kind: ExceptionKind
    reason: bytes
    decided_by: str


def adopt_rules(session: Session, command: AdoptRules, *, now: datetime) -> int:
    """Add a version of the rules and return its number; commits. No cycle that is open changes.

    :raises NothingToAdopt: when these rules are the newest already.
    """
    begin_write(session)
    newest = queries.newest_rules(session)
    if newest.rules == command.rules:
        session.rollback()
        raise NothingToAdopt(f"version {newest.version}")
    version = add_rules(session, command, now=now)
    session.commit()
    return version


def add_rules(session: Session, command: AdoptRules, *, now: datetime) -> int:
    """Add a version within the caller's transaction and return its number."""
    version = queries.newest_rules(session).version + 1
    session.add(
        RuleSetVersion(
            version=version,
            rules=frozen_text(command.rules),
            reason=command.reason,
            adopted_by=command.adopted_by,
            adopted_at=now,
        )
    )
    session.flush()
    return version


def extend_deadline(session: Session, command: ExtendDeadline, *, now: datetime) -> None:
    """Move a last day later, for everybody; commits.

    :raises NoSuchCycle: when there is none of that number.
    :raises NotLater: when there is no such last day or it is that late already.
    """
    begin_write(session)
    locked_cycle(session, command.cycle_id)
    found = queries.deadlines(session, command.cycle_id)
    wanted = (command.period_number, command.step)
    deadline = next((one for one in found if (one.period_number, one.step) == wanted), None)
    if deadline is None or command.last_on <= deadline.in_force:
        session.rollback()
        raise NotLater(f"{command.step} of {command.period_number}")
    session.add(
        DeadlineExtension(
            cycle_id=command.cycle_id,
            period_number=command.period_number,
            step=command.step,
            last_on=command.last_on,
            reason=command.reason,
            decided_by=command.decided_by,
            decided_at=now,
        )
    )
    session.commit()


def name_exception(session: Session, command: NameException, *, now: datetime) -> None:
    """Name somebody whose missing result does not keep the cycle open; commits.

    :raises NoSuchCycle: when there is none of that number.
    :raises NamedAlready: when the person is named already.
    """
    begin_write(session)
    locked_cycle(session, command.cycle_id)
    if session.get(CycleException, (command.cycle_id, command.person_id)) is not None:
        session.rollback()
        raise NamedAlready(f"{command.person_id}")
    session.add(
        CycleException(
            cycle_id=command.cycle_id,
            person_id=command.person_id,
            kind=command.kind,
            reason=command.reason,
            decided_by=command.decided_by,
            decided_at=now,
        )
    )
    session.commit()


def locked_cycle(session: Session, cycle_id: int) -> EvaluationCycle:
    """Return a cycle's row, which nobody else changes until this transaction ends.

    :raises NoSuchCycle: when there is none of that number.
    """
    row = queries.locked_row(session, cycle_id)
    if row is None:
        session.rollback()
        raise NoSuchCycle(f"{cycle_id}")
    return row
