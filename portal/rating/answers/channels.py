"""The ways a rating comes in, and which of them prove a visit."""

from enum import StrEnum


class Channel(StrEnum):
    """How a rating came in; figures of different channels are never added up silently."""

    TICKET = "ticket"
    PRESENCE = "presence"
    OPEN = "open"
    PAPER = "paper"


VERIFIED = frozenset({Channel.TICKET, Channel.PRESENCE})
