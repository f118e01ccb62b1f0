"""Takes answers out again that were counted by mistake: from ballots, sums and profiles."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Ballot, ProfileTally, Tally
from portal.rating.mixing.domain import TallyCell, ballot_of
from portal.rating.mixing.tallies import recount_tally
from portal.storage.sealing.rows import take_away
from portal.survey.elements import Element

_ballot: Any = Ballot.__table__
_profile: Any = ProfileTally.__table__
_tally: Any = Tally.__table__
_SAID = [column.name for column in _ballot.c if column.name != "token"]
_SHARED = ("period", "agency_id", "channel")


class AnswersGone(LookupError):
    """Some of what is to be taken out is not there."""


def take_out_ballots(
    session: Session, answered: Sequence[tuple[TallyCell, Mapping[Element, int]]]
) -> None:
    """Delete a ballot for each that is given, and set the sums anew; never commits.

    Which of several equal ballots goes does not matter: nobody can tell them apart.

    :param answered: cells and levels; at least one, all of one month, agency and channel.
    :raises AnswersGone: when one of them is not there.
    """
    ballots = [ballot_of(scores, cell=cell) for cell, scores in answered]
    wanted = Counter(_said(ballot) for ballot in ballots)
    shared = ballots[0]
    query = select(_ballot).where(*(_ballot.c[name] == shared[name] for name in _SHARED))
    stored: defaultdict[tuple[Any, ...], list[bytes]] = defaultdict(list)
    for ballot in session.execute(query):
        stored[_said(ballot._mapping)].append(ballot.token)
    if any(len(stored[said]) < count for said, count in wanted.items()):
        raise AnswersGone("some of the answers are not among the ballots")
    tokens = [token for said, count in wanted.items() for token in stored[said][:count]]
    take_away(session, Ballot, within={}, tokens=tokens)
    for cell in {cell for cell, _ in answered}:
        if recount_tally(session, cell) is None:
            _drop_tally(session, cell)


def take_out_profiles(
    session: Session, counts: Mapping[tuple[str, str], int], *, agency_id: int, year: int
) -> None:
    """Subtract how many said what about themselves; never commits.

    :param counts: respondents by field and answer.
    :raises AnswersGone: when fewer than that are counted.
    """
    for (name, answer), count in counts.items():
        cell = (
            _profile.c.agency_id == agency_id,
            _profile.c.year == year,
            _profile.c.field == name,
            _profile.c.answer == answer,
        )
        others = _profile.c.respondents - count
        for change in (
            update(_profile).where(*cell, others > 0).values(respondents=others),
            delete(_profile).where(*cell, others == 0),
        ):
            if session.connection().execute(change).rowcount:
                break
        else:
            raise AnswersGone(f"fewer than {count} are counted as {name} {answer}")


def _said(ballot: Mapping[str, Any] | RowMapping) -> tuple[Any, ...]:
    return tuple(ballot[name] for name in _SAID)


def _drop_tally(session: Session, cell: TallyCell) -> None:
    place = ("unit_id", "desk_id", "service_id")
    session.execute(
        delete(_tally).where(
            *(_tally.c[name] == getattr(cell, name) for name in _SHARED),
            *(_tally.c[name].is_not_distinct_from(getattr(cell, name)) for name in place),
        )
    )
