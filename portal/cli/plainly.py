"""Lets every command end with one clear line when the database is away or not set up."""

import functools
from collections.abc import Callable
from typing import Any

import click

from portal.storage.failures import FailureKind, kind_of_failure
from portal.storage.lasting_keys.domain import KeyUnusable
from portal.storage.time_limits import COMMAND, MIGRATION, Limits, acting_as
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.web.extensions import db

AWAY = "the database cannot be used: is it running, and is PORTAL_DATABASE_URL right?"
NOT_SET_UP = "the database is not set up: run `flask db upgrade` first"
MIGRATIONS = "db"


def speak_plainly(command: click.Command, limits: Limits | None = None) -> None:
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


def _plainly(act: Callable[..., Any], limits: Limits) -> Callable[..., Any]:
    @functools.wraps(act)
    def guarded(*args: Any, **options: Any) -> Any:
        with acting_as(limits):
            try:
                return act(*args, **options)
            except (ClockNotTrusted, KeyUnusable) as error:
                raise click.ClickException(str(error)) from error
            except Exception as error:
                kind = kind_of_failure(error)
                if kind is None:
                    raise
                db.leave()
                raise click.ClickException(_reason(kind, error)) from error

    return guarded


def _reason(kind: FailureKind, error: Exception) -> str:
    """Return what an operator should look at; what failed in a file is not the database."""
    if kind is FailureKind.NOT_SET_UP:
        return NOT_SET_UP
    if isinstance(error, OSError):
        return f"a file cannot be used ({kind}): {error.strerror}"
    return f"{AWAY} ({kind})"
