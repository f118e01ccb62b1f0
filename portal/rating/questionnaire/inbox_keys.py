"""What a process remembers of the key that citizens' ratings are sealed to."""

from sqlalchemy.orm import Session

from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.mixing.inbox_queries import InboxKeyInBrief, current_inbox_key
from portal.rating.mixing.keys_folder import FolderState, state_of_folder
from portal.rating.mixing.sealing import Sealer
from portal.settings import Settings
from portal.storage.database import end_read
from portal.storage.sealing.keys import KeyStore


class InboxKeys:
    """The current public key, kept by a process until it turns out to be closed."""

    def __init__(self, store: KeyStore) -> None:
        """Hold no key yet.

        :param store: where private halves lie. While its folder is away nothing is sealed.
        """
        self._store = store
        self._held: tuple[InboxKeyInBrief, Sealer] | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> "InboxKeys":
        """Return what knows no key yet, for the folder that the operator chose."""
        return cls(KeyStore.from_settings(settings))

    def current(self, session: Session) -> tuple[int, Sealer]:
        """Return the number of the current key and what seals to it.

        :raises InboxNotOpen: when there is none, or the folder of keys is missing or another one.
        """
        if self._held is None:
            found = current_inbox_key(session)
            if found is None:
                raise InboxNotOpen("no inbox key is current; run: flask ratings mix")
            self._held = found, Sealer(found.public_key)
        key, sealer = self._held
        if not self._store.has(key.public_key):
            self._check_folder(session)
        return key.key_id, sealer

    def _check_folder(self, session: Session) -> None:
        """Let a key be used whose file alone is missing; that is said elsewhere and mended."""
        state = state_of_folder(session, self._store)
        end_read(session)
        if state is not FolderState.OK:
            raise InboxNotOpen(str(state))

    def forget(self) -> None:
        """Look the key up again next time."""
        self._held = None
