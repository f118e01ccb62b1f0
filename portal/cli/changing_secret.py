"""Changes the secret key step by step; broken off anywhere, the same command goes on."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from portal.accounts.letters.service import re_seal_letters
from portal.accounts.links.service import re_seal_requests
from portal.accounts.second_factor.service import re_encrypt_authenticators
from portal.rating.questionnaire.extension_state import sealed_for
from portal.storage.lasting_keys.keys import (
    KeyName,
    begin_rotation,
    end_rotation,
    known_key,
    record_key,
    replace_key_file,
)

NAME = KeyName.SECRET


class WrongNewKey(ValueError):
    """The new key is the one there is, or a change to another key has to be finished first."""


@dataclass(frozen=True, slots=True)
class ChangeOfSecret:
    """The key there is, the one that comes, and the file it is kept in (None: a variable)."""

    old: str
    new: str
    kept_in: Path | None


@dataclass(frozen=True, slots=True)
class Changed:
    """How many authenticators and letters were encrypted anew."""

    authenticators: int
    letters: int


def change_secret(session: Session, change: ChangeOfSecret) -> Changed:
    """Encrypt anew what is encrypted under the secret key, then let only the new one be known.

    Each step commits, can be repeated, and leaves both keys known until the last.

    :raises WrongNewKey: when a change to a third key was broken off, or the key is the present.
    :raises UnreadableSecret: when a secret opens with neither key.
    """
    _begin(session, change)
    authenticators = re_encrypt_authenticators(session, old_key=change.old, new_key=change.new)
    letters = re_seal_letters(session, old_key=change.old, new_key=change.new)
    letters += re_seal_requests(session, old_key=change.old, new_key=change.new)
    if change.kept_in is not None:
        replace_key_file(change.kept_in, change.new.encode())
    end_rotation(session, NAME)
    return Changed(authenticators, letters)


def _begin(session: Session, change: ChangeOfSecret) -> None:
    known = known_key(session, NAME) or record_key(session, NAME, key=change.old.encode())
    session.rollback()
    if known.following is None:
        if change.new == change.old:
            raise WrongNewKey("the new key is the one there is; nothing was changed")
        earlier = sealed_for(change.new, old=change.old, before=known.earlier)
        begin_rotation(session, NAME, following=change.new.encode(), earlier=earlier)
    elif not known.following.fits(NAME, change.new.encode()):
        raise WrongNewKey(
            "a change to another key was broken off; run the command once more with that key"
        )
