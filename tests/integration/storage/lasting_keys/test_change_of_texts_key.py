"""The key of texts is changed while the portal serves; broken off anywhere, it goes on."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal, Message
from portal.complaints.intake.follow_up import complaint_id_of, reply
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.kinds import Concern, Happened, Kind
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.writing import WriteComplaint, write_complaint
from portal.storage.lasting_keys.keys import KeyName, KeyUnusable, known_key
from portal.storage.texts import rotation as rotating
from portal.storage.texts.cleaning import in_groups
from portal.storage.texts.key_file import (
    KEY_BYTES,
    KEY_FILE,
    TextUnreadable,
    Vault,
    open_vault,
    secrets_in,
)
from portal.storage.texts.rotation import rotate_text_key
from portal.web.extensions import SETTINGS
from tests.factories.complaints import TEXT, make_complaint
from tests.factories.organisation import make_agency

DAY = date(2026, 11, 20)
REPLY = "Terima kasih, saya menunggu kabar berikutnya."


class Killed(RuntimeError):
    """The process was killed at this point."""


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def context(session: Session, keys: Path) -> CaseContext:
    return CaseContext(vault=open_vault(session, keys), today=DAY)


@pytest.fixture
def codes(session: Session, keys: Path) -> list[str]:
    """The codes of five complaints, the first with a reply."""
    agency = make_agency(session)
    found = [
        make_complaint(session, agency.id, context=context(session, keys))[1] for _ in range(5)
    ]
    reply(session, found[0], text=REPLY, context=context(session, keys))
    first = session.scalar(select(func.min(Complaint.id)))
    session.add(
        Appeal(
            complaint_id=first,
            sequence=1,
            text=open_vault(session, keys).lock(TEXT),
            appealed_account_id=1,
            appealed_on=DAY,
            outcome="pending",
        )
    )
    purged = select(func.max(Complaint.id)).scalar_subquery()
    session.execute(update(Complaint).where(Complaint.id == purged).values(text=None))
    session.commit()
    return found


def texts(session: Session) -> list[bytes]:
    session.rollback()
    return [
        text
        for column in (Complaint.text, Message.text, Appeal.text)
        for text in session.scalars(select(column).where(column.is_not(None)))
    ]


def newest(keys: Path) -> Vault:
    """Return the vault of the new secret alone."""
    return Vault(secrets_in(keys / KEY_FILE)[0])


def test_every_text_is_encrypted_anew_and_every_code_still_opens(
    session: Session, keys: Path, codes: list[str]
) -> None:
    old = secrets_in(keys / KEY_FILE)
    told: list[int] = []

    assert rotate_text_key(session, keys, on_portion=told.append) == 6

    assert secrets_in(keys / KEY_FILE)[1:] == old
    assert {newest(keys).unlock(text) for text in texts(session)} == {TEXT, REPLY}
    with pytest.raises(TextUnreadable):
        Vault(old[0]).unlock(texts(session)[0])
    for code in codes:
        complaint_id_of(session, in_groups(code), context=context(session, keys))
    assert told[-1] == 6
    known = known_key(session, KeyName.TEXTS)
    assert known is not None
    assert known.following is None
    assert known.current.fits(KeyName.TEXTS, secrets_in(keys / KEY_FILE)[0])


def test_a_key_can_be_changed_again(session: Session, keys: Path, codes: list[str]) -> None:
    for _ in range(2):
        assert rotate_text_key(session, keys) == 6

    assert len(secrets_in(keys / KEY_FILE)) == 3
    for code in codes:
        complaint_id_of(session, in_groups(code), context=context(session, keys))


@pytest.mark.parametrize("where", ["replace_key_file", "begin_rotation", "end_rotation"])
def test_a_change_that_was_killed_goes_on_and_nothing_is_lost(
    session: Session,
    keys: Path,
    codes: list[str],
    where: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*args: object, **options: object) -> None:
        raise Killed

    monkeypatch.setattr(rotating, where, killed)
    with pytest.raises(Killed):
        rotate_text_key(session, keys)
    monkeypatch.undo()
    session.rollback()
    everything = open_vault(session, keys)
    assert {everything.unlock(text) for text in texts(session)} == {TEXT, REPLY}

    rotate_text_key(session, keys)

    assert {newest(keys).unlock(text) for text in texts(session)} == {TEXT, REPLY}
    assert len(secrets_in(keys / KEY_FILE)) == 2


def test_killed_between_two_portions_the_rest_is_renewed_next_time(
    session: Session, keys: Path, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "PORTION", 2)

    def killed(renewed: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        rotate_text_key(session, keys, on_portion=killed)
    session.rollback()
    reply(session, codes[1], text=REPLY, context=context(session, keys))

    assert rotate_text_key(session, keys) == 4
    assert {newest(keys).unlock(text) for text in texts(session)} == {TEXT, REPLY}


def test_a_form_that_is_sent_once_more_after_the_change_keeps_its_code(
    session: Session, keys: Path, codes: list[str]
) -> None:
    command = WriteComplaint(
        form_key="f" * 32,
        kind=Kind.COMPLAINT,
        concern=Concern.SERVICE,
        agency_id=session.scalars(select(Complaint.agency_id)).first(),
        desk_id=None,
        happened=Happened.THIS_WEEK,
        text=TEXT,
        may_publish=False,
    )
    first = write_complaint(session, command, context=context(session, keys))
    count = session.scalar(select(func.count()).select_from(Complaint))
    rotate_text_key(session, keys)

    assert write_complaint(session, command, context=context(session, keys)) == first
    assert session.scalar(select(func.count()).select_from(Complaint)) == count


def test_a_lost_key_is_not_changed(session: Session, keys: Path, codes: list[str]) -> None:
    (keys / KEY_FILE).unlink()

    with pytest.raises(KeyUnusable):
        rotate_text_key(session, keys)
    assert not (keys / KEY_FILE).exists()


def test_a_damaged_text_stops_the_change_and_says_so(
    app: Flask, session: Session, codes: list[str]
) -> None:
    first = session.scalar(select(func.min(Complaint.id)))
    session.execute(update(Complaint).where(Complaint.id == first).values(text=b"damaged"))
    session.commit()

    result = app.test_cli_runner().invoke(args=["keys", "rotate", "texts"])

    assert result.exit_code == 1
    assert "does not open" in result.output


def test_the_command_says_how_many_texts_it_renewed(app: Flask, codes: list[str]) -> None:
    runner = app.test_cli_runner()

    result = runner.invoke(args=["keys", "rotate", "texts"])

    assert result.exit_code == 0, result.output
    assert "6 texts are encrypted anew" in result.output
    checked = runner.invoke(args=["keys", "check"])
    assert (checked.exit_code, checked.output) == (0, "texts: ok\nsecret: ok\n")
    file = Path(app.extensions[SETTINGS].keys_dir) / KEY_FILE
    assert file.stat().st_size == 2 * KEY_BYTES
    file.unlink()
    lost = runner.invoke(args=["keys", "check"])
    assert lost.exit_code == 1
    assert "texts: missing" in lost.output
