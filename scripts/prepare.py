"""Makes `make run` ready: free port, migrated database, demonstration city, first administrator.

Leaves a text that says where the portal is, a link to rate a desk, and how to sign in.
"""

import logging
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.accounts.queries.people import open_administrators
from portal.app import create_app
from portal.extensions import db
from portal.settings import InvalidSetting, Settings
from scripts.demo_people import HEAD, OFFICER, add_demo_people, is_waiting

DEFAULT_PORT = "8000"
ADMINISTRATOR = "admin@kota.example"


def stop(reason: str) -> NoReturn:
    """End with one clear line."""
    sys.stderr.write(f"{reason}\n")
    sys.exit(1)


def chosen_port() -> int:
    """Return the port from the environment."""
    raw = os.environ.get("PORT") or DEFAULT_PORT
    if not raw.isdecimal() or not 0 < int(raw) < 65536:
        stop(f"PORT must be a number from 1 to 65535, not {raw!r}.")
    return int(raw)


def require_free(host: str, port: int) -> None:
    """Stop when something listens on ``port`` already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            stop(
                f"Port {port} of {host} cannot be used ({error.strerror}). "
                f"Choose another: make run PORT={port + 1 if port < 65535 else DEFAULT_PORT}"
            )


def call(app: Flask, *words: str) -> None:
    """Run a command of ``flask`` within this process; what it says is shown."""
    try:
        app.cli.main(args=list(words), prog_name="flask", standalone_mode=False)
    except click.ClickException as error:
        stop(f"flask {' '.join(words)}: {error.format_message()}")


def asked(app: Flask, *words: str) -> str:
    """Run a command of ``flask`` and return what it says."""
    result = app.test_cli_runner().invoke(args=list(words))
    if result.exit_code:
        stop(f"flask {' '.join(words)}: {result.output.strip() or result.exception}")
    return result.output.strip()


def is_empty(table: str) -> bool:
    """Return whether ``table`` holds nothing yet."""
    found = db.session.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608 - our own table names
    db.session.rollback()
    return found is None


def fill(app: Flask, settings: Settings) -> None:
    """Seed the demonstration city into an empty database and publish the months that are due."""
    if settings.demo and is_empty("agency"):
        click.echo("An empty database: making the demonstration city ...")
        call(app, "demo", "seed")
        click.echo("Publishing its months, once; this takes about two minutes ...")
        call(app, "releases", "due")
        add_demo_people(db.session(), now=clock.now())


def rating_path() -> str | None:
    """Return the path of one desk's rating page, or None while there is no desk."""
    query = "SELECT code FROM desk WHERE retired_on IS NULL ORDER BY code LIMIT 1"
    code = db.session.execute(text(query)).scalar()
    db.session.rollback()
    return None if code is None else f"/r/{code}"


def way_in(app: Flask, settings: Settings) -> str:
    """Return how staff get in: by signing in, or first by a link that works once."""
    if open_administrators(db.session()):
        return "sign in"
    if not settings.demo:
        return "first: .venv/bin/flask --app wsgi accounts create-admin EMAIL"
    command = "rescue" if is_waiting(db.session(), ADMINISTRATOR) else "create-admin"
    return f"choose a password for {ADMINISTRATOR}, once: {link(app, command, ADMINISTRATOR)}"


def link(app: Flask, command: str, email: str) -> str:
    """Return the one-time link that ``flask accounts`` gives ``email``."""
    return asked(app, "accounts", command, email).splitlines()[-1]


def other_ways_in(app: Flask, settings: Settings) -> list[str]:
    """Return how to look around as people of the made-up city whom nobody has been yet."""
    if not settings.demo:
        return []
    people = {"a head": HEAD, "an officer": OFFICER}
    return [
        f"as {who}, {email}, once: {link(app, 'rescue', email)}"
        for who, email in people.items()
        if is_waiting(db.session(), email)
    ]


def directions(app: Flask, settings: Settings, *, address: str) -> str:
    """Return where everything is, to be shown once the portal answers."""
    path = rating_path()
    lines = [
        "",
        f"  Suara Loket   {address}/",
        f"  Rate a desk   {address}{path}" if path else "  No desks yet; see docs/operations.md",
        f"  Staff         {address}/admin/",
        f"                {way_in(app, settings)}",
        *(f"                {each}" for each in other_ways_in(app, settings)),
        "  Ctrl-C stops it.",
        "",
        "",
    ]
    return "\n".join(lines)


def reachable(host: str) -> str:
    """Return the address people type: this machine's own when it listens on all of them."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return f"[{host}]" if ":" in host else host
    return socket.gethostbyname(socket.gethostname())


def main(target: str) -> None:
    """Prepare, and leave the directions in the file ``target``."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = Settings.from_env()
        port = chosen_port()
        require_free(settings.host, port)
        app = create_app(settings)
        with app.app_context():
            upgrade()
            fill(app, settings)
            asked(app, "ratings", "open-inbox")
            address = settings.public_url or f"http://{reachable(settings.host)}:{port}"
            words = directions(app, settings, address=address)
    except InvalidSetting as error:
        stop(str(error))
    except SQLAlchemyError as error:
        stop(f"The database cannot be used: {getattr(error, 'orig', None) or type(error).__name__}")
    Path(target).write_text(words)


if __name__ == "__main__":
    main(sys.argv[1])
