"""Takes requests for one-time links: kept before the answer, answered by letter after it."""

from functools import partial

from portal.accounts.asked_links import answer_now, keep
from portal.accounts.domain.asked_links import AskedFor
from portal.accounts.routes import doors
from portal.time import clock
from portal.web.extensions import current_settings, db


def ask_for_link(asked: AskedFor) -> None:
    """Keep a request and have it answered; where too much waits the jobs do that."""
    asked_id = keep(db.session(), asked, settings=current_settings(), now=clock.now())
    doors.do_later(partial(answer_now, asked_id))
