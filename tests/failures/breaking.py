"""Ways to take a database away from a running app, without touching the app itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from tests.conftest import close


def url_of(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


def make_read_only(app: Flask) -> None:
    """Let every write fail: PostgreSQL says so, a SQLite file has broken pages."""
    close(app)
    if url_of(app).startswith("sqlite"):
        break_tables(file_of(app))
    else:
        alter(app, "SET default_transaction_read_only = on")


def take_away(app: Flask) -> None:
    """Let every statement fail: PostgreSQL takes no connection, a SQLite file is none."""
    close(app)
    if url_of(app).startswith("sqlite"):
        file_of(app).write_bytes(b"no database at all" * 1000)
    else:
        alter(app, "ALLOW_CONNECTIONS false")


def file_of(app: Flask) -> Path:
    return Path(make_url(url_of(app)).database or "")


def alter(app: Flask, words: str) -> None:
    url = make_url(url_of(app))
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {url.database} {words}"))
    engine.dispose()


# What a citizen's or a staff member's act writes first; what pages read before stays whole.
WRITTEN = ("sealed_rating", "accepted_submission", "complaint_event", "audit_entry")


def break_tables(file: Path) -> None:
    """Fill the first page of what is written with bytes that SQLite cannot read."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = dict(connection.execute("SELECT name, rootpage FROM sqlite_master"))
    with file.open("r+b") as broken:
        for name in WRITTEN:
            broken.seek((pages[name] - 1) * size)
            broken.write(b"\xff" * size)
