"""The key of texts on both databases: made for an empty one, never in place of a lost one."""

from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.complaints.intake.follow_up import reply
from portal.complaints.intake.models import Complaint
from portal.storage.lasting_keys.keys import (
    Fingerprint,
    KeyName,
    KeyState,
    KeyUnusable,
    LastingKey,
    known_key,
    make_key_file,
    record_key,
)
from portal.storage.texts.key_file import KEY_FILE, Vault, open_vault
from tests.factories.complaints import make_complaint, make_office
from tests.factories.organisation import make_agency

OLD = b"k" * 32  # the key of make_office()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir(mode=0o700)
    return tmp_path / "keys"


@pytest.fixture
def file(keys: Path) -> Path:
    return keys / KEY_FILE


def written(session: Session) -> None:
    make_complaint(session, make_agency(session).id, context=make_office())


def state_of(session: Session, keys: Path) -> KeyState:
    with pytest.raises(KeyUnusable) as refused:
        open_vault(session, keys)
    return refused.value.state


def test_an_empty_database_gets_a_key_that_is_known_from_then_on(
    session: Session, keys: Path, file: Path
) -> None:
    locked = open_vault(session, keys).lock("rahasia")

    assert open_vault(session, keys).unlock(locked) == "rahasia"
    known = known_key(session, KeyName.TEXTS)
    assert known is not None
    assert known.current.fits(KeyName.TEXTS, file.read_bytes())


def test_a_lost_key_is_never_made_anew(session: Session, keys: Path, file: Path) -> None:
    open_vault(session, keys)
    kept = file.read_bytes()
    file.unlink()

    assert state_of(session, keys) is KeyState.MISSING
    assert not file.exists()
    make_key_file(file, b"x" * 32)
    assert state_of(session, keys) is KeyState.OTHER
    file.unlink()
    make_key_file(file, kept)
    open_vault(session, keys)


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33])
def test_half_a_key_is_none(session: Session, keys: Path, file: Path, content: bytes) -> None:
    make_key_file(file, content)

    assert state_of(session, keys) is KeyState.DAMAGED
    assert file.read_bytes() == content


def test_texts_of_before_fingerprints_were_kept_decide_which_key_is_right(
    session: Session, keys: Path, file: Path
) -> None:
    written(session)

    assert state_of(session, keys) is KeyState.MISSING
    make_key_file(file, b"x" * 32)
    assert state_of(session, keys) is KeyState.OTHER
    assert known_key(session, KeyName.TEXTS) is None
    file.unlink()
    make_key_file(file, OLD)
    open_vault(session, keys)
    assert known_key(session, KeyName.TEXTS) is not None


def test_of_two_that_record_a_key_at_once_the_first_counts(session: Session, keys: Path) -> None:
    first = record_key(session, KeyName.TEXTS, key=OLD)

    assert record_key(session, KeyName.TEXTS, key=b"x" * 32) == first


def test_during_a_change_both_keys_have_to_be_there(
    session: Session, keys: Path, file: Path
) -> None:
    new = b"n" * 32
    record_key(session, KeyName.TEXTS, key=OLD)
    following = Fingerprint.of(KeyName.TEXTS, new)
    row = session.get_one(LastingKey, "texts")
    row.next_salt, row.next_digest = following.salt, following.digest
    session.commit()

    for content in (OLD, new):
        make_key_file(file, content)
        assert state_of(session, keys) is KeyState.OTHER
        file.unlink()
    make_key_file(file, new + OLD)
    assert Vault(new).unlock(open_vault(session, keys).lock("rahasia")) == "rahasia"


def test_a_reply_alone_decides_which_key_is_right(session: Session, keys: Path, file: Path) -> None:
    agency = make_agency(session)
    complaint, code = make_complaint(session, agency.id, context=make_office())
    reply(session, code, text="Terima kasih, saya menunggu.", context=make_office())
    session.execute(update(Complaint).values(text=None))
    session.commit()

    assert state_of(session, keys) is KeyState.MISSING
    make_key_file(file, b"x" * 32)
    assert state_of(session, keys) is KeyState.OTHER
    assert complaint.text is None
