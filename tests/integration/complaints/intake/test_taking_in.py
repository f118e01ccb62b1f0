"""A complaint waits for the night in a file, leaves no trace of its minute, and is never lost."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.complaints.intake import taking_in
from portal.complaints.intake.course_models import ComplaintEvent
from portal.complaints.intake.follow_up import complaint_id_of
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.kinds import Concern, Happened, Kind, Queue
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.taking_in import OpenedComplaint, is_waiting, open_waiting, take_in
from portal.complaints.intake.waiting import CannotBeKept, WaitingComplaints
from portal.complaints.intake.writing import TextLengthWrong, WriteComplaint
from portal.storage.texts.key_file import Vault
from tests.factories.complaints import FRIDAY, KEY, TEXT, make_office
from tests.factories.ratings import SmallCity, make_small_city

SATURDAY = FRIDAY + timedelta(days=1)
NIGHT = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
OTHER_KEY = b"o" * 32


@pytest.fixture
def city(session: Session) -> SmallCity:
    return make_small_city(session)


@pytest.fixture
def waiting(tmp_path: Path) -> WaitingComplaints:
    (tmp_path / "keys").mkdir()
    return WaitingComplaints.beside_keys(tmp_path / "keys")


def command_for(city: SmallCity, **fields: Any) -> WriteComplaint:
    defaults: dict[str, Any] = {
        "form_key": secrets.token_hex(16),
        "kind": Kind.COMPLAINT,
        "concern": Concern.LEVY,
        "agency_id": city.agency_id,
        "desk_id": city.desk_ids[0],
        "happened": Happened.THIS_WEEK,
        "text": TEXT,
        "may_publish": False,
    }
    return WriteComplaint(**(defaults | fields))


def write(session: Session, city: SmallCity, waiting: WaitingComplaints, **fields: Any) -> str:
    command = command_for(city, **fields)
    return take_in(session, command, waiting=waiting, context=make_office())


def let_night_pass(
    session: Session, waiting: WaitingComplaints, *, today: date = SATURDAY
) -> OpenedComplaint:
    vault = Vault(OTHER_KEY, earlier=[KEY])

    def context_on(day: date) -> CaseContext:
        return replace(make_office(day), vault=vault)

    return open_waiting(
        session, waiting=waiting, vault=vault, context_on=context_on, now=NIGHT, today=today
    )


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Complaint)) or 0


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    engine = session.connection().engine
    session.rollback()
    said: list[str] = []

    def note(*arguments: Any) -> None:
        said.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_the_database_is_not_written_to(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    with statements(session) as said:
        code = write(session, city, waiting)

    assert {statement.split()[0] for statement in said} - {"BEGIN"} == {"SELECT"}
    assert is_waiting(code, waiting=waiting, vault=Vault(KEY))
    assert count(session) == 0


def test_files_are_alike_private_and_tell_the_day_alone(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    for text in (TEXT, "Panjang sekali " * 300):
        write(session, city, waiting, text=text, desk_id=None if text == TEXT else city.desk_ids[0])
    files = list(waiting.folder.iterdir())
    states = [file.stat() for file in files]

    assert len(files) == 2
    assert len({state.st_size for state in states}) == 1
    assert {state.st_mode & 0o777 for state in states} == {0o600}
    assert {state.st_mtime for state in states} == {datetime(2026, 11, 20, tzinfo=UTC).timestamp()}
    assert all(TEXT.encode() not in file.read_bytes() for file in files)


def test_the_night_opens_it_with_the_promise_of_the_day_it_was_written(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    code = write(session, city, waiting)

    assert let_night_pass(session, waiting, today=FRIDAY) == OpenedComplaint(0, refused=0)
    assert let_night_pass(session, waiting, today=FRIDAY + timedelta(days=4)).stored == 1

    context = make_office()
    number = complaint_id_of(session, code, context=context)
    stored = session.get_one(Complaint, number)
    assert Vault(OTHER_KEY).unlock(stored.text or b"") == TEXT
    assert (stored.received_on, stored.since) == (FRIDAY, FRIDAY)
    assert stored.promised_on == date(2026, 11, 25)
    assert (stored.queue, stored.desk_id) == (Queue.INSPECTORATE, city.desk_ids[0])
    assert session.scalars(select(ComplaintEvent.happened_on)).all() == [FRIDAY]
    assert waiting.names() == []
    assert not is_waiting(code, waiting=waiting, vault=context.vault)


def test_what_a_clock_ahead_wrote_is_opened_as_written_today(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    ahead = make_office(FRIDAY + timedelta(days=400))
    take_in(session, command_for(city), waiting=waiting, context=ahead)

    assert let_night_pass(session, waiting, today=FRIDAY).stored == 1
    assert session.scalars(select(Complaint.received_on)).all() == [FRIDAY]


def test_complaints_of_a_night_are_stored_in_no_order(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    codes = [write(session, city, waiting) for _ in range(20)]

    assert let_night_pass(session, waiting).stored == 20

    numbers = [complaint_id_of(session, code, context=make_office()) for code in codes]
    names = sorted(numbers, reverse=True)
    # One in 20! nights would be in order by luck.
    assert numbers not in (sorted(numbers), names)


def test_the_same_form_is_one_complaint_before_and_after_the_night(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    codes = {write(session, city, waiting, form_key="ab" * 16) for _ in range(2)}
    assert len(waiting.names()) == 1
    let_night_pass(session, waiting)
    codes.add(write(session, city, waiting, form_key="ab" * 16))

    assert len(codes) == 1
    assert waiting.names() == []
    assert count(session) == 1


def test_a_code_stays_good_when_the_key_is_changed_meanwhile(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    code = write(session, city, waiting, form_key="cd" * 16)
    changed = replace(make_office(), vault=Vault(OTHER_KEY, earlier=[KEY]))
    command = command_for(city, form_key="cd" * 16)

    assert is_waiting(code, waiting=waiting, vault=changed.vault)
    assert take_in(session, command, waiting=waiting, context=changed) == code
    assert let_night_pass(session, waiting).stored == 1
    assert complaint_id_of(session, code, context=changed)


def test_a_night_that_is_broken_off_anywhere_loses_and_doubles_nothing(
    session: Session, city: SmallCity, waiting: WaitingComplaints, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        write(session, city, waiting)
    kept = {name: waiting.read(name) for name in waiting.names()}

    def broken(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "store", broken)
        with pytest.raises(KeyboardInterrupt):
            let_night_pass(session, waiting)
    assert (count(session), set(waiting.names())) == (0, set(kept))
    with monkeypatch.context() as patched:
        patched.setattr(WaitingComplaints, "remove", broken)
        with pytest.raises(KeyboardInterrupt):
            let_night_pass(session, waiting)
    assert (count(session), set(waiting.names())) == (3, set(kept))

    assert let_night_pass(session, waiting).refused == 0
    assert (count(session), waiting.names()) == (3, [])


def test_what_cannot_be_opened_stays_and_holds_nothing_up(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    write(session, city, waiting)
    write(session, city, waiting, agency_id=999_999, desk_id=None)
    waiting.put("damaged", b"not a complaint", day=FRIDAY)

    assert let_night_pass(session, waiting) == OpenedComplaint(1, refused=2)
    assert len(waiting.names()) == 2
    assert count(session) == 1


def test_only_old_drafts_are_destroyed(waiting: WaitingComplaints) -> None:
    waiting.put("kept", b"content", day=FRIDAY)
    draft = waiting.folder / ".0123"
    draft.write_bytes(b"half")
    written = datetime.fromtimestamp(draft.stat().st_ctime, tz=UTC)

    waiting.clear_drafts(before=written - timedelta(minutes=1))
    assert draft.exists()
    waiting.clear_drafts(before=written + timedelta(minutes=1))
    assert not draft.exists()
    assert waiting.names() == ["kept"]


def test_what_the_disk_does_not_take_is_not_accepted(
    session: Session, city: SmallCity, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotBeKept):
        write(session, city, WaitingComplaints.beside_keys(tmp_path / "file"))


def test_nothing_is_accepted_while_the_folder_of_keys_is_away(
    session: Session, city: SmallCity, tmp_path: Path
) -> None:
    """It would be replaced with all it holds when the right one is put back."""
    with pytest.raises(CannotBeKept):
        write(session, city, WaitingComplaints.beside_keys(tmp_path / "keys"))

    assert not (tmp_path / "keys").exists()


def test_a_text_that_is_too_short_is_not_kept(
    session: Session, city: SmallCity, waiting: WaitingComplaints
) -> None:
    with pytest.raises(TextLengthWrong):
        write(session, city, waiting, text=" pendek ")

    assert waiting.names() == []
