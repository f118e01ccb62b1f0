"""The commands of ``flask``: one group a room, one module a group."""

from click import Command
from flask import Flask

from portal.cli import accounts, audit, demo, desks, jobs, organisation, ratings
from portal.cli.lazy import LazyGroup
from portal.cli.plainly import speak_plainly

GROUPS: tuple[Command, ...] = (
    accounts.group,
    audit.group,
    demo.group,
    desks.group,
    jobs.group,
    organisation.group,
    ratings.group,
    LazyGroup(
        "privacy",
        module="portal.cli.privacy",
        help="The insider's attack on the installed schema.",
    ),
    LazyGroup(
        "releases",
        module="portal.cli.releases",
        help="Monthly publications: prepare, publish, hold, verify.",
    ),
    LazyGroup(
        "tickets",
        module="portal.cli.tickets",
        help="Visit tickets, and keys for machines that hand them out.",
    ),
)
for _group in GROUPS:
    speak_plainly(_group)


def install_commands(app: Flask) -> None:
    """Add every command group to ``app``."""
    for group in GROUPS:
        app.cli.add_command(group)
