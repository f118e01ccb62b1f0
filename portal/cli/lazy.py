"""Command groups and jobs that are loaded when they run, so that web workers stay small."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any, cast

from click import Context, Group
from sqlalchemy.orm import Session

from portal.cli.plainly import speak_plainly
from portal.settings import Settings

Run = Callable[..., object]


class LazyGroup(Group):
    """A group whose commands stand in a module that is not imported before it is used."""

    def __init__(self, name: str, *, module: str, help: str) -> None:  # noqa: A002 - click's word
        """Name the group; ``module`` must hold a click group called ``group``."""
        super().__init__(name, help=help)
        self._module = module

    @cached_property
    def _loaded(self) -> Group:
        group = cast(Group, import_module(self._module).group)
        speak_plainly(group)
        return group

    def make_context(self, *words: Any, **extra: Any) -> Context:
        """Hand over to the group itself, with its own options and what it does first."""
        return self._loaded.make_context(*words, **extra)


def lazy_work(module: str, function: str) -> Run:
    """Return a job's work that imports ``module`` only when it runs."""

    def run(session: Session, settings: Settings, *, now: datetime) -> object:
        work: Any = getattr(import_module(module), function)
        return work(session, settings, now=now)

    return run
