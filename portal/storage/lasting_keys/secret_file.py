"""The secret key where no variable holds it: a file of the instance folder."""

import secrets
from dataclasses import replace
from pathlib import Path

from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal.settings import InvalidSetting, Settings
from portal.storage.database import engine_options
from portal.storage.first_use import sqlite_file, traces
from portal.storage.lasting_keys.keys import (
    KeyName,
    KeyState,
    KeyUnusable,
    LastingKey,
    make_key_file,
    read_key_file,
)

SECRET_FILE = "secret_key"  # noqa: S105 - the name of a file, not a key
KEY_BYTES = 32
LEAST_CHARACTERS = 32
NAME = KeyName.SECRET


def with_secret_key(settings: Settings) -> tuple[Settings, KeyState]:
    """Return the settings with the secret key of the instance folder, and what is said of it.

    It is made where the database records none. Where it is lost or cannot be used, the process
    gets a key that is kept nowhere: what needs the right one is refused until it is back.

    :raises portal.settings.InvalidSetting: when the file is missing and the database cannot say
        whether there was one.
    """
    if settings.secret_key:
        return settings, KeyState.OK
    try:
        return replace(settings, secret_key=_made_once(settings)), KeyState.OK
    except KeyUnusable as problem:
        return replace(settings, secret_key=secrets.token_hex(KEY_BYTES)), problem.state


def secret_in(path: Path) -> str:
    """Return the secret key that a file holds.

    :raises portal.storage.lasting_keys.keys.KeyUnusable: when it cannot be read or is not whole.
    """
    try:
        found = read_key_file(NAME, path).decode().strip()
    except UnicodeDecodeError as error:
        raise KeyUnusable(NAME, KeyState.DAMAGED) from error
    if len(found) < LEAST_CHARACTERS:
        raise KeyUnusable(NAME, KeyState.DAMAGED)
    return found


def _made_once(settings: Settings) -> str:
    path = settings.instance_dir / SECRET_FILE
    try:
        return secret_in(path)
    except KeyUnusable as problem:
        if problem.state is not KeyState.MISSING or _was_used(settings):
            raise
    make_key_file(path, secrets.token_hex(KEY_BYTES).encode())
    return secret_in(path)


def _was_used(settings: Settings) -> bool:
    """Return whether the database records a secret key, or has accounts that were made with one.

    Where it is gone, what it left behind says that there was one.
    """
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        return any(traces(settings))
    engine = create_engine(settings.database_url, **engine_options(settings.database_url))
    try:
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if LastingKey.__tablename__ in tables:
                known = select(LastingKey.name).where(LastingKey.name == str(NAME))
                if connection.scalar(known) is not None:
                    return True
            if "account" not in tables:
                return False
            return connection.scalar(text("SELECT 1 FROM account LIMIT 1")) is not None
    except SQLAlchemyError as error:
        raise InvalidSetting(
            f"there is no file {SECRET_FILE}, and the database cannot be asked whether there was "
            "one. Start the database, or put the file back."
        ) from error
    finally:
        engine.dispose()
