"""Lets the thousands of apps of a test run share what they would each compile for themselves.

An app of the portal takes most of its start for turning addresses into functions, and most of its
first pages for turning templates into Python and queries into SQL; all come out the same in every
app.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from portal.app import Portal

STATEMENTS = 5_000
KEPT: defaultdict[type[Dialect], LRUCache[Any, Any]] = defaultdict(partial(LRUCache, STATEMENTS))


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


def share_statements(engine: Engine) -> Engine:
    """Let an engine share what it compiles with the others of its kind, and return it.

    For databases that are all of the newest form: what a statement returns is kept with it.
    """
    engine._compiled_cache = KEPT[type(engine.dialect)]
    return engine


def share_dialects() -> None:
    """Let a statement be known by the kind of database it was compiled for.

    All engines of a kind are made with equal options.
    """
    DefaultDialect.__eq__ = lambda mine, other: type(mine) is type(other)  # type: ignore[method-assign] # all of a kind compile alike here
    DefaultDialect.__hash__ = lambda mine: hash(type(mine))  # type: ignore[assignment, method-assign] # as they compare


def share() -> None:
    """Make every app that is created from now on share."""
    share_dialects()
    Portal.jinja_options = {**Portal.jinja_options, "bytecode_cache": KeptTemplates()}
    # Private to werkzeug: should it go, every test says so at once.
    Rule._compile_builder = sharing(Rule._compile_builder)  # type: ignore[method-assign]
