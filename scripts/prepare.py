"""Makes `make run` ready: free port, migrated database, demonstration city, first administrator.

Leaves a text that says where the portal is, a link to rate a desk, and how to sign in.
"""

import logging
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.accounts.staff.queries import open_administrators
from portal.app import create_app
from portal.settings import InvalidSetting, Settings
from portal.storage.database import all_or_nothing
from portal.storage.first_use import DatabaseGone
from portal.storage.waiting import COMMAND, MIGRATION, acting_as
from portal.time import clock
from portal.web.extensions import db
from scripts.demo_people import WAYS_IN, add_demo_people, is_made_up_city, is_waiting

if TYPE_CHECKING:
    from portal.cli.demo import CitySize

DEFAULT_PORT = 8000
INTERRUPTED = 130
ADMINISTRATOR = "admin@kota.example"
ASKED_ONCE = "Some roles ask once for an app's code; this demonstration shows it on that page."


def stop(reason: str) -> NoReturn:
    """End with one clear line."""
    sys.stderr.write(f"{reason}\n")
    sys.exit(1)


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


def fill(settings: Settings) -> None:
    """Make the demonstration city in an empty database, and whoever is missing in one of before.

    City, ratings, the first month's figures and the people are kept together or not at all: a
    start that is broken off leaves an empty database, and the next one begins anew. The months
    after the first are published by the periodic work, while the portal serves; complaints and
    the years of the staff follow then, too (`scripts/rest_of_city.py`).
    """
    if not settings.demo:
        return
    if is_empty("agency"):
        click.echo("An empty database: making the demonstration city ...")
        with all_or_nothing(db.engine) as session:
            begin_city(session, settings, size=city_size())
    elif is_made_up_city(db.session()):
        add_demo_people(db.session(), now=clock.now())


def begin_city(session: Session, settings: Settings, *, size: "CitySize") -> None:
    """Make the city, publish its first month, and add the people who look around in it."""
    # What draws and counts takes seconds to load, and later starts do without it.
    from portal.cli.circumstances import circumstances_of
    from portal.cli.demo import make_figures
    from portal.publication.building.charts import draw
    from portal.publication.releases.due import publish_due

    today = clock.today(settings.timezone)
    make_figures(session, size=size, today=today)
    circumstances = circumstances_of(settings)
    months = publish_due(session, today=today, circumstances=circumstances, draw=draw)
    if first := next(months, None):
        click.echo(f"{first} is published; the months after it follow while the portal serves.")
    session.expunge_all()
    add_demo_people(session, now=clock.now())


def city_size() -> "CitySize":
    """Return how large the demonstration city is to be, from DEMO_RATINGS and DEMO_MONTHS."""
    from portal.cli.demo import CitySize

    usual = CitySize()
    return CitySize(
        ratings=whole_number("DEMO_RATINGS", usual.ratings, smallest=10, largest=10_000_000),
        months=whole_number("DEMO_MONTHS", usual.months, smallest=1, largest=120),
    )


def whole_number(name: str, usual: int, *, smallest: int, largest: int) -> int:
    """Return a whole number from the environment; ends with one line when it is none."""
    raw = os.environ.get(name) or str(usual)
    if not (raw.isascii() and raw.isdecimal()) or not smallest <= int(raw) <= largest:
        stop(f"{name} must be a number from {smallest} to {largest}, not {raw!r}.")
    return int(raw)


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
    return [
        f"as {who}, {email}, once: {link(app, 'rescue', email)}"
        for who, email in WAYS_IN.items()
        if is_waiting(db.session(), email)
    ]


def directions(app: Flask, settings: Settings, *, address: str) -> str:
    """Return where everything is, to be shown once the portal answers."""
    path, others = rating_path(), other_ways_in(app, settings)
    lines = [
        "",
        f"  Suara Loket   {address}/",
        f"  Rate a desk   {address}{path}" if path else "  No desks yet; see docs/operations.md",
        f"  Staff         {address}/admin/",
        f"                {way_in(app, settings)}",
        *(f"                {each}" for each in (*others, *([ASKED_ONCE] if others else []))),
        "  Ctrl-C stops it.",
        "",
        "",
    ]
    return "\n".join(lines)


def reachable(host: str) -> str:
    """Return the address people type: this machine's own when it listens on all of them."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return f"[{host}]" if ":" in host else host
    try:
        return socket.gethostbyname(socket.gethostname())
    except OSError:
        return "localhost"


def main(target: str) -> None:
    """Prepare, and leave the directions in the file ``target``."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = Settings.from_env()
        port = whole_number("PORT", DEFAULT_PORT, smallest=1, largest=65535)
        require_free(settings.host, port)
        app = create_app(settings)
        with app.app_context(), acting_as(COMMAND):
            with acting_as(MIGRATION):
                upgrade()
            fill(settings)
            asked(app, "ratings", "open-inbox")
            address = settings.public_url or f"http://{reachable(settings.host)}:{port}"
            words = directions(app, settings, address=address)
    except (DatabaseGone, InvalidSetting) as error:
        stop(str(error))
    except SQLAlchemyError as error:
        stop(f"The database cannot be used: {getattr(error, 'orig', None) or type(error).__name__}")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The next `make run` goes on from here.\n")
        sys.exit(INTERRUPTED)
    Path(target).write_text(words)


if __name__ == "__main__":
    main(sys.argv[1])
