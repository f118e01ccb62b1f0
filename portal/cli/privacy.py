"""`flask privacy`: whether the installed database could betray a citizen to its own keepers."""

from collections.abc import Sequence
from itertools import groupby

import click
from flask.cli import AppGroup

from portal.extensions import db
from portal.rating.privacy.attack import (
    LEAST_RATINGS,
    MOST_RATINGS,
    Finding,
    check_privacy,
)
from portal.rating.privacy.scratch import NoScratchDatabase

RATINGS = 600
group = AppGroup("privacy", help="The insider's attack on the installed schema.")


@group.command("check")
@click.option(
    "--ratings",
    default=RATINGS,
    show_default=True,
    type=click.IntRange(LEAST_RATINGS, MOST_RATINGS),
    help="Made-up ratings in the scratch database.",
)
@click.option("--all", "is_full", is_flag=True, help="One line for every method.")
def check(ratings: int, *, is_full: bool) -> None:
    """Rate, mix and attack in a scratch database with the installed schema; 1 when one is tied."""
    try:
        findings = check_privacy(db.engine, ratings=ratings)
    except NoScratchDatabase as error:
        raise click.ClickException(str(error)) from error
    for (knowledge, target), group_ in groupby(findings, key=lambda f: (f.knowledge, f.target)):
        _say(f"{knowledge}: {target}", list(group_), is_full=is_full)
    leaks = [finding for finding in findings if finding.is_leak]
    if leaks:
        raise click.ClickException(
            f"{len(leaks)} of {len(findings)} methods tie citizens to their answers"
        )
    click.echo(f"none of {len(findings)} methods finds more than guessing does")


def _say(title: str, findings: Sequence[Finding], *, is_full: bool) -> None:
    best = max(findings, key=lambda finding: finding.links)
    click.echo(
        f"{title}: {best.citizens} citizens, guessing within a crowd finds {best.chance:.0f}, "
        f"luck explains up to {best.bound:.0f}"
    )
    names = ", ".join(finding.method for finding in findings)
    click.echo(f"  methods: {names}")
    for finding in findings if is_full else [best]:
        verdict = "LEAK" if finding.is_leak else "no more than luck"
        click.echo(f"  {finding.method}: {finding.links} links found: {verdict}")
