"""Lets every command end with one clear line when the database is away or not set up."""

import functools
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from portal.extensions import db
from portal.schedule.clock_check import ClockNotTrusted

AWAY = "the database cannot be used: is it running, and is PORTAL_DATABASE_URL right?"
NOT_SET_UP = "the database is not set up: run `flask db upgrade` first"


def speak_plainly(command: click.Command) -> None:
    """Wrap ``command``, or every command of a group, so that no traceback meets an operator."""
    if isinstance(command, click.Group):
        for member in command.commands.values():
            speak_plainly(member)
    else:
        command.callback = command.callback and _plainly(command.callback)


def _plainly(act: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(act)
    def guarded(*args: Any, **options: Any) -> Any:
        try:
            return act(*args, **options)
        except ClockNotTrusted as error:
            raise click.ClickException(str(error)) from error
        except (OperationalError, InterfaceError, ProgrammingError) as error:
            db.session.rollback()
            raise click.ClickException(_reason(error)) from error

    return guarded


def _reason(error: Exception) -> str:
    """Return which of the two it is: SQLite and PostgreSQL name a missing table in words."""
    said = str(getattr(error, "orig", error))
    is_missing = "no such table" in said or "does not exist" in said
    return NOT_SET_UP if is_missing else AWAY
