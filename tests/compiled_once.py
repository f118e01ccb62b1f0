"""Lets the thousands of apps of a test run share what they would each compile for themselves.

An app of the portal takes most of its start for turning addresses into functions, and most of its
first pages for turning templates into Python and queries into SQL; all come out the same in every
app.
"""

from collections import defaultdict
from collections.abc import Callable
from copy import copy
from functools import partial
from types import CodeType
from typing import Any, ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule, RuleFactory

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


class SharedMap(Map):
    """The addresses of an app, arranged once for all apps that have the same ones.

    They wait until somebody asks for one; apps that are equal until then share what was arranged.
    An address that is added later is arranged anew for its app alone.
    """

    arranged: ClassVar[dict[tuple[object, ...], Map]] = {}

    def __init__(self, *words: Any, **options: Any) -> None:
        self._added: list[Rule] = []
        self._is_arranged = False
        super().__init__(*words, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        self._added += rulefactory.get_rules(self)
        self._is_arranged = False
        self._remap = True

    def update(self) -> None:
        if self._is_arranged:
            return
        key = self._key()
        if key not in self.arranged:
            self.arranged[key] = self._arrange()
        held = self.arranged[key]
        self._matcher, self._rules_by_endpoint = held._matcher, held._rules_by_endpoint
        self._is_arranged, self._remap = True, False

    def _key(self) -> tuple[object, ...]:
        """Return everything by which two apps can differ in how they read and write addresses."""
        options = {name: each for name, each in vars(self).items() if not name.startswith("_")}
        converters = tuple(sorted(options.pop("converters").items(), key=repr))
        rules = tuple(_told(vars(each)) for each in self._added)
        return self.merge_slashes, tuple(sorted(options.items())), converters, rules

    def _arrange(self) -> Map:
        held = Map(host_matching=self.host_matching, strict_slashes=self.strict_slashes)
        held.converters = self.converters
        held.default_subdomain = self.default_subdomain
        held.redirect_defaults, held.merge_slashes = self.redirect_defaults, self.merge_slashes
        held.sort_parameters, held.sort_key = self.sort_parameters, self.sort_key
        for each in self._added:
            held.add(copy(each))
        held.update()
        return held


# What werkzeug works out itself once an address has its place.
WORKED_OUT = {"arguments", "map"}


def _told(rule: dict[str, Any]) -> tuple[object, ...]:
    """Return what an address was made with, to compare it."""
    return tuple(
        (name, repr(sorted(each)) if isinstance(each, (set, dict)) else each)
        for name, each in rule.items()
        if not (name.startswith("_") or name in WORKED_OUT)
    )


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
    Portal.url_map_class = SharedMap
    Portal.jinja_options = {**Portal.jinja_options, "bytecode_cache": KeptTemplates()}
    # Private to werkzeug: should it go, every test says so at once.
    Rule._compile_builder = sharing(Rule._compile_builder)  # type: ignore[method-assign]
