"""`template` of each group that imports: an empty workbook with the headings of its file."""

from collections.abc import Sequence
from pathlib import Path

import click

from portal.cli.plainly import without_database
from portal.storage.spreadsheets.templates import template


def template_command(names: Sequence[str]) -> click.Command:
    """Return the command that writes an empty workbook with the headings ``names``."""

    @click.command("template")
    @click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
    @without_database
    def write(file: Path) -> None:
        """Write an empty workbook FILE.xlsx with the headings that the import knows."""
        file.write_bytes(template(names))
        click.echo(f"{len(names)} columns written")

    return write
