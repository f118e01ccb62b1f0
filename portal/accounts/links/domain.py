"""One-time links: their purposes, how long they last, and how a requested one waits."""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
DEVICE_LINK_LASTS = timedelta(hours=1)
# What the key of waiting requests is derived for.
SEALED_FOR = "asked links"
# The jobs answer it until then; afterwards nobody waits for it any more.
KEPT_FOR = timedelta(days=1)
PACKED_BYTES = 2048
# What encrypting adds: nonce and tag.
SEALED_BYTES = PACKED_BYTES + 40


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a purpose, not a password
    DEVICE = "device"


LINK_LASTS = {
    LinkPurpose.INVITATION: INVITATION_LASTS,
    LinkPurpose.PASSWORD_RESET: RESET_LASTS,
    LinkPurpose.DEVICE: DEVICE_LINK_LASTS,
}


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Who shall get a link: a name as it was typed, or an account whose device is not known.

    With neither nobody gets one; the row is there all the same, as long as any other. ``url``
    holds a placeholder for the link's token. ``language`` is the one it was asked in.
    """

    url: str
    identity: str = ""
    account_id: int | None = None
    language: str = ""

    def packed(self) -> bytes:
        """Return it as so many bytes as any other, so that a row's length tells nothing."""
        content = [self.url, self.identity, self.account_id, self.language]
        return json.dumps(content, ensure_ascii=False).encode().ljust(PACKED_BYTES)

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        """Return what ``packed`` made bytes of."""
        return cls(*json.loads(content))
