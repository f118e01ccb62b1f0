"""Who may read a whole file without a bound: only what the portal itself wrote or shipped."""

import ast
from collections.abc import Iterator

from tests.architecture.source_files import nodes, sources, syntax, text_of

UNBOUNDED = {"read_bytes", "read_text"}
# What is read where, and why it has an end.
ALLOWED = {
    # Shipped with the portal.
    "portal.accounts.passwords.hashing": "the list of words of passwords",
    "portal.cli.migrations": "the migrations",
    "portal.cli.backing_up": "the migrations",
    "portal.publication.figures.measured_attack": "measured figures",
    "portal.publication.releases.gathering": "the code",
    "portal.publication.reports.report_cache": "the code",
    "portal.web.colours": "a style sheet",
    "portal.web.delivery": "static files",
    # Written by the portal, in a folder of its own.
    "portal.transparency.routes.reports": "a report that was drawn before",
    "portal.privacy_audit.raw_bytes": "a trial database",
}


def read_whole(code: str) -> Iterator[str]:
    for node in nodes(syntax(code), ast.Call):
        name = getattr(node.func, "attr", "")
        if name in UNBOUNDED:
            yield name


def test_only_own_files_are_read_without_a_bound() -> None:
    """A key, an upload or a file that an operator names may be a pipe, or without end."""
    found = {module for module, path in sources().items() if any(read_whole(text_of(path)))}

    assert found == ALLOWED.keys()


def test_another_reader_is_found() -> None:
    assert list(read_whole("path.read_bytes(); (folder / name).read_text()")) == [
        "read_bytes",
        "read_text",
    ]
    assert list(read_whole("read_bounded(path, most_bytes=1); file.read(3)")) == []
