"""`flask tickets`: visit tickets in batches, and the keys of queue machines."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.cli.plainly import speak_plainly
from portal.cli.progress import progress
from portal.organisation.places.catalogue import Agency, Catalogue
from portal.organisation.places.catalogue_queries import catalogue
from portal.rating.devices.key_queries import api_keys
from portal.rating.devices.keys import ApiKeyUnknown, NameInvalid, create_api_key, revoke_api_key
from portal.rating.tickets.domain import ScopeKind, TicketScope
from portal.rating.tickets.handing_over import paper_for, table_of
from portal.rating.tickets.service import (
    MOST_AT_ONCE,
    IssuedTickets,
    ScopeAmbiguous,
    ScopeUnknown,
    issue_tickets,
    scope_of,
)
from portal.rating.tickets.sheets import tickets_pdf
from portal.web.extensions import current_settings, db, record_act, today

group = AppGroup("tickets", help="Visit tickets, and keys for machines that hand them out.")
keys = AppGroup("keys", help="Keys with which queue machines fetch tickets.")
group.add_command(keys)


@group.command("issue")
@click.argument("code")
@click.option("--count", type=click.IntRange(1, MOST_AT_ONCE), required=True)
@click.option("--format", "form", type=click.Choice(["csv", "pdf"]), required=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
)
@click.option(
    "--for",
    "kind",
    type=click.Choice([str(kind) for kind in ScopeKind]),
    help="What CODE is, when a desk, a service or an agency share it.",
)
def issue(code: str, *, count: int, form: str, output: Path, kind: str | None) -> None:
    """Issue COUNT tickets for the desk, service or agency CODE; they are shown this once."""
    try:
        scope = scope_of(_catalogue(), code, kind=ScopeKind(kind) if kind else None)
    except ScopeAmbiguous as error:
        raise click.ClickException(f"{error} with --for.") from error
    except ScopeUnknown as error:
        raise click.ClickException(f"{error}.") from error
    record_act("tickets.issue", f"{scope.kind}:{code}", count=count)
    issued = issue_tickets(db.session(), scope, count=count, today=today())
    _write(issued, scope=scope, form=form, output=output)
    click.echo(f"{count:,} tickets for {scope.name}, good until {issued.expires_on}: {output}")


def _write(issued: IssuedTickets, *, scope: TicketScope, form: str, output: Path) -> None:
    settings = current_settings()
    if form == "csv":
        output.write_text(table_of(issued, settings=settings), encoding="utf-8")
        return
    paper = paper_for(issued, scope, settings=settings)
    with progress("drawing") as on_progress:
        for step in tickets_pdf(issued.codes, paper):
            if isinstance(step, bytes):
                output.write_bytes(step)
            else:
                on_progress(step, len(issued.codes))


@keys.command("create")
@click.argument("agency")
@click.argument("name")
def create(agency: str, name: str) -> None:
    """Make a key for a queue machine of AGENCY, called NAME; it is shown this once."""
    owner = _agency(agency)
    record_act("api_key.create", f"agency:{agency}", name=name)
    try:
        key = create_api_key(db.session(), agency_id=owner.id, name=name)
    except NameInvalid as error:
        raise click.ClickException(f"{error}.") from error
    click.echo(key)


@keys.command("list")
def list_() -> None:
    """List the keys by number; the keys themselves are not known any more."""
    known = _catalogue()
    for key in api_keys(db.session()):
        state = "revoked" if key.is_revoked else "good"
        click.echo(f"{key.id}  {known.agencies[key.agency_id].code}  {key.name}  {state}")


@keys.command("revoke")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
def revoke(number: int) -> None:
    """Take the key NUMBER back for good."""
    record_act("api_key.revoke", f"api_key:{number}")
    try:
        revoke_api_key(db.session(), number)
    except ApiKeyUnknown as error:
        raise click.ClickException(f"{error}.") from error
    click.echo(f"Key {number} is good for nothing now.")


def _catalogue() -> Catalogue:
    return catalogue(db.session(), on=today())


def _agency(code: str) -> Agency:
    found = _catalogue().agencies_by_code.get(code)
    if found is None:
        raise click.ClickException(f"there is no agency {code!r}.")
    return found


speak_plainly(group)
