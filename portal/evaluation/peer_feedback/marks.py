"""Secrets from the day's key: an opener, and marks of boxes.

A mark keeps a seat from answering twice, and a box that somebody put in beside the form from
being counted. All marks look alike, so that nobody sees which boxes came today.
"""

import hmac

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

from portal.storage.sealing.keys import PayloadOpener

_OF_MARKS = b"colleague marks"


class DayKey(PayloadOpener):
    """The private half of a day's key (32 bytes); it is destroyed each night.

    Marks are made with a secret drawn from it, so that they say nothing once it is gone.
    """

    def __init__(self, private_key: bytes) -> None:
        super().__init__(private_key)
        self._marks = blake2b(b"", key=private_key, person=_OF_MARKS, encoder=RawEncoder)

    def mark_of_seat(self, rater_id: int, rated_id: int) -> bytes:
        """Return the mark (32 bytes) of an answer of one colleague about another."""
        return self._mark(f"answer {rater_id} {rated_id}")

    def mark_of_strike(self, person_id: int) -> bytes:
        """Return the mark (32 bytes) of what one person strikes."""
        return self._mark(f"strike {person_id}")

    def mark_of_carried(self, token: bytes) -> bytes:
        """Return the mark (32 bytes) of an answer that a night sealed anew in a row."""
        return self._mark(f"carried {token.hex()}")

    def _mark(self, words: str) -> bytes:
        return hmac.digest(self._marks, words.encode(), "sha256")
