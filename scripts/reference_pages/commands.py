"""The commands of ``flask``, as they describe themselves."""

import click

from portal.cli import GROUPS
from portal.cli.plainly import LazyGroup
from scripts.reference_pages.markdown import code, document, first_line, table

INTRO = (
    "`flask` stands for `.venv/bin/flask --app wsgi`. Exit codes: 0 done, 1 refused or failed with "
    "one clear line, 2 wrong usage. Every command tells more with `--help`."
)
OF_FLASK_MIGRATE = "db"


def page() -> str:
    """Return the page of commands."""
    return document("Commands", INTRO, *(_group(group) for group in GROUPS))


def listed() -> list[str]:
    """Return the name of every command, such as ``releases verify``."""
    return [name for group in GROUPS for name, _ in _commands(group, group.name or "")]


def _group(group: LazyGroup) -> str:
    heading = f"## {group.name}\n\n{group.help}"
    found = _commands(group, group.name or "")
    if group.name == OF_FLASK_MIGRATE:
        rows = [(code(f"flask {name}"), first_line(each.help)) for name, each in found]
        return f"{heading} These are Flask-Migrate's.\n\n{table(('Command', 'Does'), rows)}"
    return "\n\n".join([heading, *(_command(name, each) for name, each in found)])


def _commands(group: click.Group, path: str) -> list[tuple[str, click.Command]]:
    """Return (whole name, command) of a group and the groups in it, by name."""
    loaded = group._loaded if isinstance(group, LazyGroup) else group
    found: list[tuple[str, click.Command]] = []
    for name, each in sorted(loaded.commands.items()):
        if isinstance(each, click.Group):
            found += _commands(each, f"{path} {name}")
        else:
            found.append((f"{path} {name}", each))
    return found


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"flask {name}")
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    options = [
        (code(record[0]), record[1])
        for each in command.params
        if isinstance(each, click.Option) and (record := each.get_help_record(context))
    ]
    options = [row for row in options if row[0] != "`--help`"]
    parts = [f"### flask {name}", f"```\n{usage}\n```", _paragraphs(command.help)]
    if options:
        parts.append(table(("Option", "Meaning"), options))
    return "\n\n".join(parts)


def _paragraphs(text: str | None) -> str:
    blocks = (text or "").replace("\b", "").strip().split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks)
