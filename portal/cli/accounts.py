"""`flask accounts`: the first administrator, and the way back in for one who is locked out."""

import os

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts.administration import service
from portal.accounts.authentication.authenticator import COMMAND_LINE
from portal.accounts.staff.domain import Identity, NoIdentity, identity_of
from portal.accounts.staff.queries import proofs_by_identity
from portal.web.access import UNNAMED, Role
from portal.web.extensions import db, moment

group = AppGroup("accounts", help="Staff accounts.")


@group.command("create-admin")
@click.argument("email")
@click.option(
    "--name", default="", help="The person's name, which the public reads below releases."
)
def create_admin(email: str, name: str) -> None:
    """Create the first administrator and print the one-time link to choose a password."""
    invitation = service.Invite(
        name=name.strip() or UNNAMED,
        identity=_identity(email),
        roles=frozenset({Role.ADMINISTRATOR}),
        agency_id=None,
    )
    try:
        invited = service.invite(db.session(), invitation, by=COMMAND_LINE, now=moment())
    except service.IdentityTaken as error:
        raise click.ClickException(
            f"{email} has an account; for a new link: flask accounts rescue {email}"
        ) from error
    _print_link(invited.link.token)


@group.command("rescue")
@click.argument("email")
@click.option("--remove-authenticator", is_flag=True, help="Also drop the lost authenticator.")
def rescue(email: str, *, remove_authenticator: bool) -> None:
    """Print a new one-time link for an account whose owner cannot sign in any more."""
    found = proofs_by_identity(db.session(), _identity(email))
    if found is None or not found.is_active:
        raise click.ClickException(f"{email} has no open account")
    if remove_authenticator:
        service.remove_authenticator(db.session(), found.account_id, by=COMMAND_LINE, now=moment())
    link = service.new_link(db.session(), found.account_id, by=COMMAND_LINE, now=moment())
    _print_link(link.token)


def _identity(text: str) -> Identity:
    try:
        return identity_of(text)
    except NoIdentity as error:
        raise click.ClickException(f"{text} is no e-mail address or staff number") from error


def _print_link(token: str) -> None:
    settings = current_app.extensions["portal_settings"]
    path = current_app.url_map.bind("").build("accounts.link", {"token": token})
    base = settings.public_url or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    click.echo("Open this once, within seven days, to choose a password:")
    click.echo(base + path)
