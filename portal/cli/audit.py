"""`flask audit`: proves that nobody changed the audit log."""

import click
from flask.cli import AppGroup

from portal.accounts.audit_log.queries import first_broken, hash_at
from portal.storage.hash_chain import Break
from portal.web.extensions import db

group = AppGroup("audit", help="Check the log of staff acts.")


@group.command("verify")
@click.option("--head", "noted", help="A head noted earlier, SEQUENCE:HASH, must still be there.")
def verify(noted: str | None) -> None:
    """Recompute the chain; exit 1 and name the first broken entry when it does not hold."""
    session = db.session()
    result = first_broken(session)
    if isinstance(result, Break):
        raise click.ClickException(f"entry {result.sequence}: {result.fault}")
    if noted is not None:
        _compare(noted)
    click.echo(f"{result.sequence} entries hold; head {result.sequence}:{result.entry_hash.hex()}")


def _compare(noted: str) -> None:
    """Refuse when the noted entry is gone or another; cutting off the end shows only here."""
    sequence, _, hashed = noted.partition(":")
    if not sequence.isdecimal() or not hashed:
        raise click.UsageError("--head looks like 120:4f2a...")
    if hash_at(db.session(), int(sequence)) != _from_hex(hashed):
        raise click.ClickException(f"entry {sequence}: it is not the one that was noted")


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise click.UsageError("--head looks like 120:4f2a...") from error
