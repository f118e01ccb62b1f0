"""Takes requests for one-time links: kept before the answer, answered by letter after it."""

from collections.abc import Callable
from functools import partial

from flask import current_app

from portal.accounts.links import background as later
from portal.accounts.links.answering import answer_now, keep
from portal.accounts.links.domain import AskedFor
from portal.time import clock
from portal.web.extensions import current_settings, db


def do_later(work: Callable[[], None]) -> bool:
    """Do ``work`` after the answer, so that the answer's time tells nothing of it.

    :returns: False when too much waits already; ``work`` is dropped then.
    """
    return later.do_later(current_app._get_current_object(), work)  # type: ignore[attr-defined]


def has_place() -> bool:
    """Return whether more work can be done soon after the answer."""
    return later.has_place()


def ask_for_link(asked: AskedFor) -> None:
    """Keep a request and have it answered; where too much waits the jobs do that."""
    asked_id = keep(db.session(), asked, settings=current_settings(), now=clock.now())
    do_later(partial(answer_now, asked_id))
