"""Lets the thousands of apps of a test run share what they would each compile for themselves.

An app of the portal takes most of its start for turning addresses into functions, and most of its
first pages for turning templates into Python; both come out the same in every app.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class KeptTemplates(BytecodeCache):
    """Compiled templates by name and text, for as long as the run lasts."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


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
    Flask.jinja_options = {"bytecode_cache": KeptTemplates()}
    # Private to werkzeug: should it go, every test says so at once.
    Rule._compile_builder = sharing(Rule._compile_builder)  # type: ignore[method-assign]
