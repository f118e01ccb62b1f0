"""How commands are loaded only when they run, and end with one clear line whatever is wrong."""

import functools
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar, cast

import click
from click import Context, Group
from flask import current_app
from flask.cli import ScriptInfo
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.cli.migrations import known_migrations
from portal.settings import Settings
from portal.storage.failures import DatabaseMissing, FailureKind, kind_of_failure
from portal.storage.first_use import DatabaseGone
from portal.storage.lasting_keys.keys import KeyUnusable
from portal.storage.waiting import COMMAND, MIGRATION, WaitLimits, acting_as
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.web.extensions import db

AWAY = "the database cannot be used: is it running, and is PORTAL_DATABASE_URL right?"
WHAT_TO_DO = {
    FailureKind.NOT_SET_UP: "the database is not set up: run `flask db upgrade` first",
    FailureKind.NO_DATABASE: (
        "there is no database: mount its disk, or set PORTAL_DATABASE_URL right; for a new portal "
        "run `flask db upgrade`, from a backup `flask backup restore FILE`"
    ),
    FailureKind.READ_ONLY: (
        "the database takes no writes: is its disk or its server read-only, and does its file "
        "belong to the portal's user?"
    ),
}
MIGRATIONS = "db"
# A name that is too long need not be repeated to its end.
LONGEST_NAME = 200
VERSION = text("SELECT version_num FROM alembic_version")
_ALONE = "needs_no_database"
_PATIENT = "outlives_its_database"
Act = TypeVar("Act", bound=Callable[..., Any])
NOT_YET = frozenset({FailureKind.NO_DATABASE, FailureKind.NOT_SET_UP})
Run = Callable[..., object]


class NewerDatabase(Exception):
    """A later version of the portal set the database up: nothing here can read its tables."""


def without_database(act: Act) -> Act:
    """Mark a command's function that asks nothing of the database, or makes it."""
    setattr(act, _ALONE, True)
    return act


def outlives_its_database(act: Act) -> Act:
    """Mark a command's function that says itself what it does while the database is away."""
    setattr(act, _PATIENT, True)
    return act


def speak_plainly(command: click.Command, limits: WaitLimits | None = None) -> None:
    """Wrap ``command``, or every command of a group, so that no traceback meets an operator.

    A command waits longer for the database than a request, and a migration longer still.

    :param limits: those of the group; None to go by the group's name.
    """
    if limits is None:
        limits = MIGRATION if command.name == MIGRATIONS else COMMAND
    if isinstance(command, click.Group):
        for member in command.commands.values():
            speak_plainly(member, limits)
    else:
        command.callback = command.callback and _plainly(command.callback, limits)


def _plainly(act: Callable[..., Any], limits: WaitLimits) -> Callable[..., Any]:
    @functools.wraps(act)
    def guarded(*args: Any, **options: Any) -> Any:
        with acting_as(limits):
            try:
                if not hasattr(act, _ALONE):
                    _refuse_newer(limits, is_patient=hasattr(act, _PATIENT))
                return act(*args, **options)
            except TOLD as error:
                raise click.ClickException(str(error)) from error
            except Exception as error:
                kind = kind_of_failure(error)
                if kind is None and isinstance(error, OSError) and error.filename:
                    raise click.ClickException(_about_file(error)) from error
                if kind is None:
                    raise
                db.leave()
                raise click.ClickException(_reason(kind, error)) from error

    return guarded


def _refuse_newer(limits: WaitLimits, *, is_patient: bool) -> None:
    """Refuse a database that only a later version can use; one that is away says so itself.

    :param limits: for a migration there need not be a database yet.
    :param is_patient: whether the command goes on while the database is away.
    :raises NewerDatabase: with what to do.
    """
    _enter_app()
    try:
        with db.engine.connect() as connection:
            found = connection.scalar(VERSION)
    except (SQLAlchemyError, DatabaseMissing) as error:
        kind = kind_of_failure(error)
        is_not_yet = limits is MIGRATION and kind in NOT_YET
        # Whoever may read no table of ours is told by the command what it needs.
        if not (is_not_yet or is_patient or kind is FailureKind.NO_ACCESS):
            raise
        db.leave()
        return
    if found is not None and found not in known_migrations():
        raise NewerDatabase(
            f"the database was set up by a newer version of the portal (revision {found}): run "
            "that version, or restore a backup of before: flask backup restore FILE --replace"
        )


def _enter_app() -> None:
    """Enter the app before the command does, and leave it with the command."""
    if not current_app:
        context = click.get_current_context()
        context.with_resource(context.ensure_object(ScriptInfo).load_app().app_context())


def _about_file(error: OSError) -> str:
    """Return what is wrong with a file that the operator named."""
    return f"{str(error.filename)[:LONGEST_NAME]} cannot be used: {error.strerror}"


def _reason(kind: FailureKind, error: Exception) -> str:
    """Return what an operator should look at; what failed in a file is not the database."""
    if isinstance(error, OSError):
        return f"a file cannot be used ({kind}): {error.strerror}"
    return what_to_do(kind)


def what_to_do(kind: FailureKind) -> str:
    """Return what an operator should look at while the database is away."""
    return WHAT_TO_DO.get(kind, f"{AWAY} ({kind})")


TOLD = (ClockNotTrusted, DatabaseGone, KeyUnusable, NewerDatabase)


class LazyGroup(Group):
    """A group whose commands stand in a module that is not imported before it is used."""

    def __init__(self, name: str, *, module: str, help: str) -> None:  # noqa: A002 - click's word
        """Name the group; ``module`` must hold a click group called ``group``."""
        super().__init__(name, help=help)
        self._module = module

    @cached_property
    def _loaded(self) -> Group:
        group = cast(Group, import_module(self._module).group)
        speak_plainly(group)
        return group

    def make_context(self, *words: Any, **extra: Any) -> Context:
        """Hand over to the group itself, with its own options and what it does first."""
        return self._loaded.make_context(*words, **extra)


def lazy_work(module: str, function: str) -> Run:
    """Return a job's work that imports ``module`` only when it runs."""

    def run(session: Session, settings: Settings, *, now: datetime) -> object:
        work: Any = getattr(import_module(module), function)
        return work(session, settings, now=now)

    return run
