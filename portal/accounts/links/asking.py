"""Takes requests for one-time links: kept before the answer, answered by letter after it."""

from functools import partial
from typing import cast

from flask import Flask, current_app

from portal.accounts.links import background
from portal.accounts.links.answering import LINK_TOKEN, answer, keep
from portal.accounts.links.domain import AskedFor
from portal.accounts.staff.domain import Identity
from portal.accounts.staff.pages import public_url
from portal.web.extensions import current_settings, db, moment


def has_place() -> bool:
    """Return whether more work can be done soon after the answer."""
    return background.has_place()


def ask_for_reset_link(identity: Identity, *, language: str) -> None:
    """Have a link sent to whoever ``identity`` is; nothing is looked up before the answer."""
    _ask(AskedFor(_address(), str(identity), language=language))


def ask_for_device_link(account_id: int | None) -> None:
    """Have a link sent that makes a browser known, or nothing in its place (None)."""
    _ask(AskedFor(_address(), account_id=account_id))


def _answer_now(asked_id: int) -> None:
    """Answer one request, after the page was."""
    answer(db.session(), asked_id, settings=current_settings(), now=moment())


def _address() -> str:
    return public_url("accounts.link", token=LINK_TOKEN)


def _ask(asked: AskedFor) -> None:
    """Keep a request and have it answered; where too much waits the jobs do that."""
    asked_id = keep(db.session(), asked, settings=current_settings(), now=moment())
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined] # a proxy
    background.do_later(app, partial(_answer_now, asked_id))
