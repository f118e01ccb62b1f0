"""What somebody can do who owns the database: change anything, and every digest with it."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal.publication.figures.encoding import digest
from portal.publication.releases.ledger import FIRST_HASH, sealed
from portal.publication.releases.models import Document, LedgerEntry, Release
from portal.publication.releases.staff_models import StaffDocument

GUARDED = ("document", "staff_document", "ledger", "exclusion")


def unguard(session: Session) -> None:
    """Let rows be changed that the database refuses to change, as its owner could."""
    for table in GUARDED:
        if session.get_bind().dialect.name == "sqlite":
            for change in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuses_{change}"))
        else:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def reseal(session: Session) -> None:
    """Compute every digest and the whole ledger anew, as somebody who hides a change would."""
    previous = FIRST_HASH
    for line in session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)):
        entry = json.loads(line.entry)
        bodies = _bodies(session, entry, table=Document)
        entry["documents"] = {address: digest(body) for address, body in bodies.items()}
        entry.pop("inputs_sha256", None)
        if kept := _bodies(session, entry, table=StaffDocument).get("inputs"):
            entry["inputs_sha256"] = digest(kept)
        for address, sha256 in entry["documents"].items():
            is_it = Document.release_id == _release(session, entry), Document.address == address
            session.execute(update(Document).where(*is_it).values(sha256=sha256))
        line.entry = json.dumps(entry, ensure_ascii=False, sort_keys=True)
        line.previous_hash = previous
        line.hash = previous = sealed(
            line.entry, recorded_on=line.recorded_on, previous_hash=previous
        )
        session.flush()


def _bodies(session: Session, entry: dict[str, Any], *, table: Any) -> dict[str, str]:
    here = table.release_id == _release(session, entry)
    rows = session.execute(select(table.address, table.body).where(here))
    return {row.address: row.body for row in rows}


def _release(session: Session, entry: dict[str, Any]) -> int:
    named = Release.kind == entry["kind"], Release.edition == entry["edition"]
    return session.scalars(select(Release.id).where(*named)).one()


def spots(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every single value."""
    items = body.items() if isinstance(body, dict) else enumerate(body)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from spots(value, (*path, key))
        else:
            yield (*path, key)


def at(body: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        body = body[key]
    return body


def tamper(
    session: Session, table: Any, *, address: str, month: str, path: str, value: Any
) -> tuple[str, Any]:
    """Change the first value whose path ends like ``path``; return its document and what it was.

    :param address: what the addresses begin with that may be taken.
    """
    begins = table.address.startswith(address), table.period == month
    rows = session.execute(select(table.address, table.body).where(*begins).order_by(table.address))
    for row in rows.all():
        body = json.loads(row.body)
        for spot in spots(body):
            was = at(body, spot)
            if ".".join(map(str, spot)).endswith(path) and was is not None and was != value:
                at(body, spot[:-1])[spot[-1]] = value
                text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
                here = table.address == row.address, table.period == month
                session.execute(update(table).where(*here).values(body=text))
                reseal(session)
                return row.address, was
    raise AssertionError(f"no {path} at {address}")
