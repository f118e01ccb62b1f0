"""Somebody else acts between the look of a page and its writing, in a session of their own."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.web.extensions import db

Act = Callable[[Session], object]


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: ModuleType, *, act: Act) -> None:
    """Let ``act`` be done just before a page of ``module`` notes its own act, once."""
    note = module.record_act

    def act_first(*words: Any, **detail: Any) -> None:
        monkeypatch.setattr(module, "record_act", note)
        db.session.rollback()
        with Session(db.engine, expire_on_commit=False) as other:
            act(other)
        note(*words, **detail)

    monkeypatch.setattr(module, "record_act", act_first)
