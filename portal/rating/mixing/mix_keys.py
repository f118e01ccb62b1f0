"""The states of an inbox key: prepared, current, closed, destroyed; the file is written first."""

from nacl.public import PrivateKey
from sqlalchemy import ColumnElement, insert, text, update
from sqlalchemy.orm import Session

from portal.rating.mixing.inbox_models import InboxKey
from portal.rating.mixing.keys_folder import mark_folder, require_folder
from portal.rating.mixing.mix_run import MixStep, Reached, no_step
from portal.rating.mixing.queries import InboxKeyState, inbox_keys, is_waiting_under
from portal.rating.mixing.sealing import Opener
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyLost, KeyStore, key_name, public_half


def renew_key(session: Session, store: KeyStore, *, reached: Reached) -> InboxKeyState:
    """Make a new key, store two copies, and only then let citizens' ratings be sealed to it.

    A key that a crash left in the state prepared is used when its file is there.

    :raises portal.rating.mixing.keys_folder.WrongFolder: when the folder of keys is missing or
        another one; nothing is made then.
    """
    require_folder(session, store)
    store.clear_drafts()
    key = _prepared_key(session, store) or _new_key(session, store, reached=reached)
    reached(MixStep.KEY_WRITTEN)
    _make_current(session, key)
    mark_folder(session, store)
    reached(MixStep.KEY_CURRENT)
    return key


def _prepared_key(session: Session, store: KeyStore) -> InboxKeyState | None:
    usable = None
    for key in inbox_keys(session, states=["prepared"]):
        try:
            store.save(store.load(key.public_key))
            usable = key
        except KeyLost:
            _destroy(session, store, key=key)
    return usable


def _new_key(session: Session, store: KeyStore, *, reached: Reached) -> InboxKeyState:
    private_key = bytes(PrivateKey.generate())
    public_key = public_half(private_key)
    begin_write(session)
    statement = insert(InboxKey).values(public_key=public_key, state="prepared")
    key_id = session.scalars(statement.returning(InboxKey.id)).one()
    session.commit()
    reached(MixStep.KEY_PREPARED)
    store.save(private_key)
    return InboxKeyState(key_id, public_key=public_key, state="prepared")


def _make_current(session: Session, key: InboxKeyState) -> None:
    """Swap the keys while no citizen's insert is under way, so that none is missed."""
    begin_write(session)
    if session.connection().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE sealed_rating IN SHARE MODE"))
    _set_state(session, "closed", which=InboxKey.state == "current")
    _set_state(session, "current", which=InboxKey.id == key.key_id)
    session.commit()


def openers_of_closed_keys(
    session: Session, store: KeyStore
) -> tuple[dict[int, Opener], tuple[str, ...]]:
    """Return an opener for each closed key, and the names of keys that are lost.

    A key is lost when something is sealed to it and its private half is missing.
    """
    openers: dict[int, Opener] = {}
    lost: list[str] = []
    for key in inbox_keys(session, states=["closed"]):
        try:
            openers[key.key_id] = Opener(store.load(key.public_key))
        except KeyLost:
            if is_waiting_under(session, key.key_id):
                lost.append(key_name(key.public_key))
    return openers, tuple(lost)


def destroy_empty_keys(session: Session, store: KeyStore, *, reached: Reached) -> None:
    """Destroy both copies of each closed key that nothing is sealed to any more."""
    for key in inbox_keys(session, states=["closed"]):
        if not is_waiting_under(session, key.key_id):
            _destroy(session, store, key=key, reached=reached)
    _destroy_what_came_back(session, store)


def _destroy_what_came_back(session: Session, store: KeyStore) -> None:
    """Destroy keys once more whose files were out of reach when that was due."""
    there = store.names() | store.copies()
    for key in inbox_keys(session, states=["destroyed"]):
        if key_name(key.public_key) in there:
            store.destroy(key.public_key)


def _destroy(
    session: Session,
    store: KeyStore,
    *,
    key: InboxKeyState,
    reached: Reached = no_step,
) -> None:
    store.destroy(key.public_key)
    reached(MixStep.KEY_FILES_DESTROYED)
    begin_write(session)
    _set_state(session, "destroyed", which=InboxKey.id == key.key_id)
    session.commit()
    reached(MixStep.KEY_DESTROYED)


def _set_state(session: Session, state: str, *, which: ColumnElement[bool]) -> None:
    session.execute(update(InboxKey).where(which).values(state=state))
