"""Which tallies that could not be true stay out of a year's figures, put right or not."""

import json
from typing import Any

from sqlalchemy.orm import Session

from portal.publication.exact_sums.archive import NONE_LEFT, Uncounted
from portal.publication.figures.encoding import Unreadable, restored
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import staff_queries
from portal.rating.answers.answers import Channel
from portal.rating.mixing.domain import Cell
from portal.rating.mixing.possible import ImpossibleTally
from portal.time.months import month_after


def settled_before(session: Session, period: str) -> tuple[Cell, ...]:
    """Return the tallies of the year that releases before ``period`` settled to leave out."""
    before = month_after(period, months=-1)
    return settled_by(session, before) if before[:4] == period[:4] else ()


def settled_by(session: Session, period: str) -> tuple[Cell, ...]:
    """Return the tallies of a year that the releases of their own months left out so far.

    What was published without them would no longer fit if they counted later on. Those of
    months that counted them count again as soon as they are put right; so does paper, on which
    no month rests.
    """
    uncounted = uncounted_by(kept_of_month(session, period))
    fresh = [
        each.cell
        for each in uncounted.impossible
        if each.cell.period == period and each.cell.channel is not Channel.PAPER
    ]
    return tuple(dict.fromkeys((*uncounted.settled, *fresh)))


def kept_of_month(session: Session, period: str) -> str | None:
    """Return what was kept of the inputs of a month's release, as JSON; None where nothing was."""
    release = releases_queries.release_in_brief(session, period)
    return None if release is None else staff_queries.kept_inputs(session, release.id)


def uncounted_by(text: str | None) -> Uncounted:
    """Return what a release left out; ``text`` was kept for it, or nothing was.

    :raises portal.publication.figures.encoding.Unreadable: when it says nothing of the kind.
    """
    if text is None:
        return NONE_LEFT
    try:
        kept: Any = json.loads(text)
        kept = kept.get("december", kept)
        return Uncounted(
            restored(tuple[ImpossibleTally, ...], kept.get("impossible", ())),
            restored(tuple[Cell, ...], kept.get("settled", ())),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
