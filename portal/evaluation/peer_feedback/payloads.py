"""Content of a sealed box: an answer, or whom somebody strikes; always the same length."""

from dataclasses import dataclass
from struct import Struct, error
from typing import TypeVar

from portal.evaluation.peer_feedback.domain import bits_of, named_in, possible_bits
from portal.evaluation.rules.colleagues import GUIDES, HIGHEST_STEP, MOST_STRIKES
from portal.storage.sealing.keys import PayloadSealer

PAYLOAD_BYTES = 64
_ANSWER, _STRIKE = b"a", b"s"
_OF_ANSWER = Struct(f">cI{GUIDES}sBB")
_OF_STRIKE = Struct(f">cI{MOST_STRIKES}I")
_ALLOWED = frozenset(possible_bits())
Payload = TypeVar("Payload")


class UnreadableBox(ValueError):
    """Opened bytes hold neither an answer nor a strike."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one colleague says of a person; who the colleague is stands nowhere.

    :ivar steps: one a guide, 21 in all, 1 to 5; None for "not observed".
    :ivar strengths: three values at the most; so are ``wishes``.
    """

    rated_id: int
    steps: tuple[int | None, ...]
    strengths: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Strike:
    """Whom a person does not want to be drawn, two at the most; without a reason."""

    person_id: int
    struck: frozenset[int]


def encode(content: Answer | Strike) -> bytes:
    """Return the ``PAYLOAD_BYTES`` bytes of an answer or a strike.

    :raises ValueError: for what no form can give.
    """
    if isinstance(content, Strike):
        if len(content.struck) > MOST_STRIKES:
            raise ValueError(f"{len(content.struck)} are struck")
        named = [*sorted(content.struck), 0, 0][:MOST_STRIKES]
        packed = _OF_STRIKE.pack(_STRIKE, content.person_id, *named)
    else:
        steps = bytes(step or 0 for step in content.steps)
        if len(steps) != GUIDES:
            raise ValueError(f"{len(steps)} guides")
        packed = _OF_ANSWER.pack(
            _ANSWER, content.rated_id, steps, bits_of(content.strengths), bits_of(content.wishes)
        )
    return packed.ljust(PAYLOAD_BYTES, b"\0")


def sealed(content: Answer | Strike, *, public_key: bytes) -> bytes:
    """Return a box of always the same length; raises as ``encode`` does."""
    return PayloadSealer(public_key).seal_payload(encode(content))


def decode(payload: bytes) -> Answer | Strike:
    """Return what a box holds.

    :raises UnreadableBox: for anything else.
    """
    try:
        if payload[:1] == _STRIKE:
            _, person, *struck = _OF_STRIKE.unpack_from(payload)
            return Strike(person, frozenset(struck) - {0})
        kind, rated, steps, strengths, wishes = _OF_ANSWER.unpack_from(payload)
    except error as short:
        raise UnreadableBox("too short") from short
    is_possible = max(steps) <= HIGHEST_STEP and {strengths, wishes} <= _ALLOWED
    if kind != _ANSWER or len(payload) != PAYLOAD_BYTES or not is_possible:
        raise UnreadableBox("no answer")
    return Answer(
        rated,
        tuple(step or None for step in steps),
        strengths=frozenset(named_in(strengths)),
        wishes=frozenset(named_in(wishes)),
    )
