"""A portal to measure: settings, a migrated database, the demonstration city and its desks."""

import csv
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.context import Context
from benchmarks.serving import flask

MANY = "1000000"
AT_ONCE = 5_000
ONE_SERVICE = """
    SELECT poster.code FROM poster
    JOIN desk ON desk.id = poster.desk_id
    WHERE poster.state = 'current' AND desk.retired_on IS NULL
      AND (SELECT count(*) FROM desk_service WHERE desk_service.desk_id = desk.id) = 1
    ORDER BY desk.code LIMIT 1
"""


def settings(context: Context, *, database: str, limiter: str = "memory://") -> dict[str, str]:
    """Return the settings of a portal behind one proxy; budgets are raised, never switched off."""
    return {
        "PORTAL_INSTANCE_DIR": str(context.new_folder("instance")),
        "PORTAL_DATABASE_URL": database,
        "PORTAL_LIMITER_URL": limiter,
        "PORTAL_SECRET_KEY": "a key for measuring and nothing else",
        "PORTAL_TRUSTED_PROXIES": "1",
        "PORTAL_OPEN_NETWORK_PER_DAY": MANY,
        "PORTAL_OPEN_DESK_PER_HOUR": MANY,
        "PORTAL_DEMO": "1",
    }


def build(variables: dict[str, str], *, ratings: int = 1_000) -> None:
    """Migrate, build the city with its months of ``ratings``, and open the inbox."""
    flask("db", "upgrade", variables=variables)
    flask("demo", "seed", "--ratings", str(ratings), "--seed", "1", variables=variables)
    flask("ratings", "mix", variables=variables)


def rating_path(database: str) -> str:
    """Return the address on the poster of a desk that has one service."""
    engine = create_engine(database)
    with engine.connect() as connection:
        code = connection.execute(text(ONE_SERVICE)).scalar_one()
    engine.dispose()
    return f"/r/{code}"


def ticket_paths(context: Context, variables: dict[str, str], *, count: int) -> list[str]:
    """Issue at least ``count`` tickets for the desk that is rated; return their addresses."""
    engine = create_engine(variables["PORTAL_DATABASE_URL"])
    with engine.connect() as connection:
        desk = connection.execute(
            text(ONE_SERVICE.replace("poster.code", "desk.code"))
        ).scalar_one()
    engine.dispose()
    target = context.new_folder("tickets") / "tickets.csv"
    paths: list[str] = []
    while len(paths) < count:
        words = ("--count", str(AT_ONCE), "--format", "csv", "--output", str(target))
        flask("tickets", "issue", desk, *words, variables=variables)
        with target.open(encoding="utf-8-sig") as file:
            paths += [f"/t/{row['ticket']}" for row in csv.DictReader(file)]
    return paths


def count(database: str, table: str) -> int:
    """Return how many rows a table has."""
    engine = create_engine(database)
    with engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return found


def log_of(context: Context, name: str) -> Path:
    return context.new_folder("log") / f"{name}.log"
