"""Lets the thousands of apps of a test run share what they would each compile for themselves.

An app of the portal takes most of its start for turning addresses into functions, and most of its
first pages for turning templates into Python; both come out the same in every app.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from portal.app import Portal


class KeptTemplates(BytecodeCache):
    """Compiled templates by name and text, for as long as the run lasts."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


def sharing(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """Return werkzeug's maker of addresses, asked once for each rule."""
    made: dict[tuple[object, ...], Any] = {}

    def made_once(rule: Rule, append_unknown: bool = True) -> Any:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = rule.rule, rule.host, rule.subdomain, rule.merge_slashes, defaults, append_unknown
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    return made_once


def share() -> None:
    """Make every app that is created from now on share."""
    Portal.jinja_options = {**Portal.jinja_options, "bytecode_cache": KeptTemplates()}
    # Private to werkzeug: should it go, every test says so at once.
    Rule._compile_builder = sharing(Rule._compile_builder)  # type: ignore[method-assign]
