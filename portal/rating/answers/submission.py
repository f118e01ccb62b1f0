"""A rating on its way into the inbox: what is sent, and its possible results."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.rating.answers.answers import RatingAnswers
from portal.rating.answers.channels import Channel


class Submitted(StrEnum):
    """The result of a submission: stored now, or stored before, so that nothing is stored again."""

    ACCEPTED = "accepted"
    ALREADY_ACCEPTED = "already_accepted"


@dataclass(frozen=True, slots=True)
class SubmitRating:
    """One rating with what proves the visit.

    ``key_hash`` is the keyed hash of the form's idempotency key, ``ticket_hash`` the hash of
    a visit ticket, ``grant_hash`` the keyed hash of a grant; each has 32 bytes. At most one
    of the two proofs is given, as the channel asks. ``months`` are those in which the answers
    may have been given, None for the running one.
    """

    desk_id: int
    agency_id: int
    channel: Channel
    answers: RatingAnswers
    key_hash: bytes
    ticket_hash: bytes | None = None
    grant_hash: bytes | None = None
    months: tuple[str, ...] | None = None


def end_of_next_month(today: date) -> date:
    """Return the last day of the month after the one of ``today``."""
    in_next_month = today.replace(day=1) + timedelta(days=32)
    in_the_one_after = in_next_month.replace(day=1) + timedelta(days=32)
    return in_the_one_after.replace(day=1) - timedelta(days=1)
