"""Every address the portal answers, who may open it, and what it does."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from portal.app import create_app
from portal.settings import Settings
from portal.web.access import Role, access_of
from scripts.reference_pages.markdown import code, document, first_line, table

INTRO = (
    "Places have codes that never change. A month is written `2026-10`. What stands in angle "
    "brackets is filled in. Forms are sent by POST with a token of the page; machines send JSON."
)
HEADS = ("Address", "Methods", "Does")
STAFF_HEADS = ("Address", "Methods", "Who", "Does")
EVERYBODY_SIGNED_IN = "everybody signed in"
AUTOMATIC = {"HEAD", "OPTIONS"}


def page() -> str:
    """Return the page of addresses."""
    app = example_app()
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    public = [row for rule in rules if (row := _row(app, rule)) and not row[2]]
    staff = [row for rule in rules if (row := _row(app, rule)) and row[2]]
    return document(
        "Addresses",
        INTRO,
        "## For everybody\n\n"
        + table(HEADS, [(address, methods, does) for address, methods, _, does in public]),
        "## For staff\n\nBesides the role, the object decides: another agency's is not found.\n\n"
        + table(STAFF_HEADS, staff),
    )


def example_app() -> Flask:
    """Return the app as it starts without any setting, apart from a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(
            Settings.from_env(
                {
                    "PORTAL_INSTANCE_DIR": str(Path(folder)),
                    "PORTAL_SECRET_KEY": "only-for-listing-addresses-0123456789",
                }
            )
        )


def rules_of(app: Flask) -> Iterator[str]:
    """Give the text of every rule as the page writes it."""
    return (_address(rule) for rule in app.url_map.iter_rules())


def _address(rule: Rule) -> str:
    words = []
    for part in rule.rule.replace("<", "\0<").replace(">", ">\0").split("\0"):
        kind, _, name = part.strip("<>").rpartition(":")
        if not part.startswith("<"):
            words.append(part)
        elif kind.startswith("any("):
            words.append(f"<{kind[4:-1].replace(' ', '')}>")
        else:
            words.append(f"<{name}>")
    return "".join(words)


def _who(roles: frozenset[Role]) -> str:
    return EVERYBODY_SIGNED_IN if roles == frozenset(Role) else ", ".join(sorted(map(str, roles)))


def _row(app: Flask, rule: Rule) -> tuple[str, str, str, str]:
    access = access_of(app, rule.endpoint)
    if access is None:
        raise LookupError(f"nobody decided who may open {rule.endpoint}")
    who = "" if access.is_public else _who(frozenset(access.roles))
    methods = ", ".join(sorted((rule.methods or set()) - AUTOMATIC))
    return code(_address(rule)), methods, who, first_line(app.view_functions[rule.endpoint].__doc__)
