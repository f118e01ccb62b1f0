"""`flask keys`: look at the keys that last, and change them."""

import secrets
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from portal import tables  # noqa: F401 - a new key reaches the texts of every table
from portal.accounts.second_factor.stored_secrets import UnreadableSecret
from portal.cli.changing_secret import ChangeOfSecret, WrongNewKey, change_secret
from portal.cli.progress import progress
from portal.setting_values import SettingReader
from portal.settings import PREFIX, InvalidSetting, Settings
from portal.storage.lasting_keys.keys import (
    KeyName,
    KeyState,
    KeyUnusable,
    known_key,
    make_key_file,
)
from portal.storage.lasting_keys.secret_file import KEY_BYTES, SECRET_FILE, secret_in
from portal.storage.texts.key_file import TextUnreadable, state_of_texts
from portal.storage.texts.rotation import rotate_text_key
from portal.web.extensions import current_settings, db, record_act
from portal.web.secret_guard import require_secret, secret_state

NEXT_FILE = f"{SECRET_FILE}.next"
SECRET_NAME = "SECRET_KEY"  # noqa: S105 - the name of a setting, not a key
VARIABLE = PREFIX + SECRET_NAME

group = AppGroup("keys", help="The key of texts and the secret key: check them, change them.")
rotate = AppGroup("rotate", help="Change a key; what is encrypted under it is encrypted anew.")
group.add_command(rotate)


@group.command("check")
def check() -> None:
    """Say of each key whether it is the one that the database records; exit 1 when one is not."""
    states = {
        KeyName.TEXTS: state_of_texts(db.session(), current_settings().keys_dir),
        KeyName.SECRET: secret_state(),
    }
    for name, state in states.items():
        click.echo(f"{name}: {state}")
    if any(state is not KeyState.OK for state in states.values()):
        raise click.ClickException("put the right key back; nothing is made anew")


@rotate.command("texts")
def texts() -> None:
    """Change the key of texts while the portal serves; go on where it was broken off."""
    record_act("key.rotated", "key:texts")
    try:
        with progress("encrypting") as on_progress:
            renewed = rotate_text_key(
                db.session(),
                current_settings().keys_dir,
                on_portion=lambda done: on_progress(done, done),
            )
    except (KeyUnusable, TextUnreadable) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{renewed:,} texts are encrypted anew; put the new texts.key into the safe")


@rotate.command("secret")
@click.option(
    "--new-key-from",
    "new_file",
    type=click.File(),
    help="The file with the new key (- reads it from the input); made anew when the present key "
    "is a file of the instance folder.",
)
def secret(new_file: TextIO | None) -> None:
    """Change the secret key; stop the service before, and start it with the new key afterwards."""
    settings = current_settings()
    kept_in = _file_of(settings)
    try:
        require_secret()
        new = _new_key(new_file, kept_in=kept_in)
        record_act("key.rotated", "key:secret")
        counts = change_secret(db.session(), ChangeOfSecret(settings.secret_key, new, kept_in))
    except KeyUnusable as error:
        raise click.ClickException(str(error)) from error
    except UnreadableSecret as error:
        raise click.ClickException(
            "an authenticator's secret opens with neither key; run it with PORTAL_SECRET_KEY set "
            "to the key before"
        ) from error
    except WrongNewKey as error:
        raise click.ClickException(str(error)) from error
    if kept_in is not None:
        (kept_in.parent / NEXT_FILE).unlink(missing_ok=True)
    where = "is in the file" if kept_in else "belongs into PORTAL_SECRET_KEY now"
    click.echo(
        f"{counts.authenticators:,} authenticators and {counts.letters:,} letters are encrypted "
        f"anew; the new key {where}; start the service again"
    )


def _file_of(settings: Settings) -> Path | None:
    """Return the file that the present secret key was read from; None when a variable holds it."""
    path = settings.instance_dir / SECRET_FILE
    try:
        return path if secret_in(path) == settings.secret_key else None
    except KeyUnusable:
        return None


def _new_key(new_file: TextIO | None, *, kept_in: Path | None) -> str:
    if new_file is not None:
        new = new_file.read().strip()
    elif kept_in is not None:
        new = _drafted_key(kept_in.parent / NEXT_FILE, present=secret_in(kept_in))
    else:
        raise click.UsageError("PORTAL_SECRET_KEY holds the key: name the new one, --new-key-from")
    try:
        return SettingReader({VARIABLE: new}).secret(SECRET_NAME)
    except InvalidSetting as error:
        raise click.UsageError(f"the new key: {error}") from error


def _drafted_key(draft: Path, *, present: str) -> str:
    """Return the new key, kept in a file before anything is encrypted under it.

    What a change that was broken off has left is taken up again.
    """
    known = known_key(db.session(), KeyName.SECRET)
    db.session.rollback()
    is_changing = known is not None and known.following is not None
    if draft.exists() and not is_changing and secret_in(draft) == present:
        draft.unlink()
    make_key_file(draft, secrets.token_hex(KEY_BYTES).encode())
    return secret_in(draft)
