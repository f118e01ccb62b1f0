"""`flask privacy`: whether the installed portal could betray a citizen to its own keepers."""

from collections.abc import Callable, Sequence

import click
from flask.cli import AppGroup

from portal.cli.progress import progress
from portal.privacy_audit.check import LEAST_RATINGS, MOST_RATINGS, check_privacy
from portal.privacy_audit.limiter import (
    CountedLimits,
    RedisNotEmpty,
    limits_in_memory,
    limits_in_redis,
)
from portal.privacy_audit.scratch import NoScratchDatabase
from portal.privacy_audit.verdict import FALSE_ALARMS, Finding, links, verdicts
from portal.web.day_keys import own_half, storage_client
from portal.web.extensions import current_settings, db

RATINGS = 1_000
WIDTHS = (29, 58, 29, 6, 6, 8)
HEADINGS = ("link", "attack", "knowledge", "tried", "right", "chance", "verdict")
group = AppGroup("privacy", help="The insider's attack on the installed schema.")


@group.command("check")
@click.option(
    "--ratings",
    default=RATINGS,
    show_default=True,
    type=click.IntRange(LEAST_RATINGS, MOST_RATINGS),
    help="Made-up ratings in the scratch database.",
)
@click.option(
    "--markdown", "is_markdown", is_flag=True, help="Print the table as Markdown, for documents."
)
@click.option(
    "--limiter",
    "limiter_url",
    metavar="URL",
    help="An empty Redis for the trial alone, so that a key beside the counters is tried, too.",
)
def check(ratings: int, *, is_markdown: bool, limiter_url: str | None) -> None:
    """Simulate two days of a made-up city and attack its database; 1 when one is tied."""
    try:
        with progress("rating, mixing, complaining") as on_progress:
            findings = check_privacy(
                db.engine, ratings=ratings, limits=_limits(limiter_url), on_progress=on_progress
            )
    except (NoScratchDatabase, RedisNotEmpty) as error:
        raise click.ClickException(str(error)) from error
    _table(findings, line=_row if is_markdown else _line)
    found = links(findings)
    if found:
        raise click.ClickException(
            f"{len(found)} of {len(findings)} attacks tie what must not be tied"
        )
    click.echo(
        f"none of {len(findings)} attacks ties what must not be tied; all of them together raise "
        f"a false alarm in at most {FALSE_ALARMS:.1%} of runs"
    )


def _limits(limiter_url: str | None) -> CountedLimits:
    """Return where the trial counts: in memory, or in the Redis that was given for it."""
    client = storage_client(limiter_url or "memory://")
    if client is None:
        return limits_in_memory()
    return limits_in_redis(client, half=own_half(current_settings().secret_key))


def _table(findings: Sequence[Finding], *, line: Callable[[Sequence[str]], str]) -> None:
    click.echo(line(HEADINGS))
    if line is _row:
        click.echo(line(["---"] * len(HEADINGS)))
    for finding, is_link in verdicts(findings):
        cells = (
            finding.link,
            finding.attack,
            finding.knowledge,
            finding.tried,
            finding.right,
            f"{finding.chance:.1f}",
            _verdict(finding, is_link=is_link),
        )
        click.echo(line([str(cell) for cell in cells]))


def _row(cells: Sequence[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _line(cells: Sequence[str]) -> str:
    *fixed, last = cells
    return "".join(cell.ljust(width) for cell, width in zip(fixed, WIDTHS, strict=True)) + last


def _verdict(finding: Finding, *, is_link: bool) -> str:
    if finding.missing:
        return f"not tried: {finding.missing}"
    if not is_link:
        return "no more than luck"
    if finding.declared:
        return f"known: {finding.declared}"
    return f"LINKS ({finding.method})" if finding.method else "LINKS"
