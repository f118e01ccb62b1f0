"""Content of a round's opened boxes: answers of seats, and who is struck."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.payloads import Answer, Strike, UnreadableBox, decode
from portal.storage.sealing.keys import CannotOpen

# Of a seat: who answers, about whom.
Pair = tuple[int, int]


@dataclass(slots=True)
class Opened:
    """Everything that was sealed to one day's key.

    :ivar answers: all answers of the round, in any order, without their seats.
    :ivar fresh: seats that answered since the last night.
    :ivar struck: by person whom they strike.
    :ivar unreadable: boxes that hold nothing, or whose mark belongs to no seat.
    """

    answers: list[Answer] = field(default_factory=list)
    fresh: set[Pair] = field(default_factory=set)
    struck: dict[int, Strike] = field(default_factory=dict)
    unreadable: int = 0


class Reader:
    """Opens boxes with a day's key, and believes only marks of seats that did not answer yet."""

    def __init__(self, key: DayKey, *, waiting: Iterable[Pair]) -> None:
        self._key = key
        self._seats: Mapping[bytes, Pair] = {
            key.mark_of_seat(rater, rated): (rater, rated) for rater, rated in waiting
        }
        self.found = Opened()

    def take(self, token: bytes, *, mark: bytes, ciphertext: bytes) -> Answer | Strike | None:
        """Return what a row's box holds, or None for one that is to be dropped."""
        content = self._content(ciphertext)
        if isinstance(content, Strike):
            if mark == self._key.mark_of_strike(content.person_id):
                self.found.struck[content.person_id] = content
                return content
        elif isinstance(content, Answer) and self._belongs(content, mark=mark, token=token):
            self.found.answers.append(content)
            return content
        self.found.unreadable += 1
        return None

    def _content(self, ciphertext: bytes) -> Answer | Strike | None:
        try:
            return decode(self._key.open_payload(ciphertext))
        except (CannotOpen, UnreadableBox):
            return None

    def _belongs(self, answer: Answer, *, mark: bytes, token: bytes) -> bool:
        """Return whether an answer is of a seat that did not answer, or came through a night."""
        if mark == self._key.mark_of_carried(token):
            return True
        pair = self._seats.get(mark)
        if pair is None or pair[1] != answer.rated_id:
            return False
        self.found.fresh.add(pair)
        return True
