"""`flask evaluation`: proves that confirmed results still say what they said."""

import click
from flask.cli import AppGroup

from portal.evaluation.verifying.service import verify_results
from portal.web.extensions import db, vault

FAULTS_LISTED = 20
group = AppGroup("evaluation", help="Check the results of evaluations.")


@group.command("verify")
def verify() -> None:
    """Compare every document of a result with its sources and its seal; exit 1 with the faults.

    Aids, weights, the gate and the quadrant are recomputed. A level is a person's choice: it is
    compared with what that person set. Nothing that is printed names anybody.
    """
    found = verify_results(db.session(), vault=vault())
    if found.faults:
        for fault in found.faults[:FAULTS_LISTED]:
            click.echo(str(fault))
        raise click.ClickException(f"{len(found.faults)} fields do not agree")
    click.echo(f"{found.read} documents agree with their sources and seals")
    click.echo("levels are choices of people: they are compared, not computed")
    if found.expired:
        click.echo(f"{found.expired} documents expired: their digests stay, their keys are gone")
