"""The commands of ``flask``: one group a package, one module a group, loaded when it is used."""

from flask import Flask

from portal.cli.plainly import LazyGroup

# A web worker never imports these modules, for they bring spreadsheets, posters and numpy along.
GROUPS = tuple(
    LazyGroup(name, module=f"portal.cli.{name}", help=text)
    for name, text in (
        ("accounts", "Staff accounts."),
        ("activities", "Daily progress in and out of the official record's files."),
        ("audit", "Check the log of staff acts."),
        ("backup", "Make a verified backup of everything, and put one back."),
        ("db", "Perform database migrations."),
        ("demo", "A made-up city, for looking around and for measuring."),
        ("desks", "The desks that can be rated."),
        ("evaluation", "Check the results of evaluations."),
        ("jobs", "Periodic work: mixing, releases, forgetting what has expired."),
        ("keys", "The key of texts and the secret key: check them, change them."),
        ("organisation", "Agencies, units, services, desks, officers, postings."),
        ("plans", "Plans (SKP) in and out of the official record's files."),
        ("privacy", "The insider's attack on the installed schema."),
        ("ratings", "Open and mix sealed ratings; import paper questionnaires."),
        ("releases", "Publications: prepare, publish, hold, revise, verify."),
        ("report", "The statutory report of an agency."),
        ("results", "Totals of earlier years from other systems."),
        ("tickets", "Visit tickets, and keys for machines that hand them out."),
    )
)


def install_commands(app: Flask) -> None:
    """Add every command group to ``app``."""
    for group in GROUPS:
        app.cli.add_command(group)
