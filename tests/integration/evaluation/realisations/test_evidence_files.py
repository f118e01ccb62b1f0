"""Files of realisations: file and row together, bounded, taken away with a trace, forgotten."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.realisations import file_service, realising
from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.evidence import MOST_FILE_BYTES
from portal.evaluation.realisations.evidence_models import RealisationFile
from portal.evaluation.realisations.evidence_service import EnoughEvidence
from portal.evaluation.realisations.file_service import (
    SentFile,
    add_file,
    forget_files,
    remove_file,
)
from portal.evaluation.realisations.realised_queries import evidence_of, kept_file
from portal.storage.files import contents
from portal.storage.files.checking import CheckedFile
from portal.storage.files.contents import ContentGone, DiskNearlyFull, FileStore
from portal.storage.files.kinds import FileKind
from portal.storage.files.models import StoredContent
from portal.storage.files.sealing import digest, unsealed
from tests.factories.plans import REASON, make_plan_scene
from tests.factories.realisations import SUPERIOR, TODAY, make_place, move

CONTENT = b"%PDF-1.7 bukti"
STORE = FileStore(Path("/"))
NOW = datetime(2029, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk of the machine that tests be as empty as it has to be."""
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: False)


def sent(content: bytes = CONTENT) -> SentFile:
    return SentFile(CheckedFile(FileKind.PDF, content), b"sealed name", STORE)


def add(
    session: Session, place: IndicatorPeriod, *, revision: int = 0, content: bytes = CONTENT
) -> int:
    own = move(place, place.person_id, revision=revision)
    return add_file(session, own, file=sent(content), lock=str.encode)


def counts(session: Session) -> tuple[int, int]:
    """Return how many rows and how many contents there are."""
    session.rollback()
    tables = (RealisationFile, StoredContent)
    rows, kept = (session.scalar(select(func.count()).select_from(each)) for each in tables)
    return rows or 0, kept or 0


def test_a_file_is_kept_encrypted_and_opens_with_its_own_key(session: Session) -> None:
    place = make_place(session, make_plan_scene(session))

    number = add(session, place)

    kept = kept_file(session, number)
    assert kept is not None
    locked = STORE.content(session, kept.stored_as)
    assert CONTENT not in locked
    assert unsealed(locked, key=kept.key.decode()) == CONTENT
    (found,) = evidence_of(session, [1])[1]
    assert found.digest == digest(CONTENT)
    assert found.file is not None
    assert found.file.size == len(CONTENT)


def test_nothing_is_left_where_the_portal_is_killed_while_a_file_is_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(session, make_plan_scene(session))

    def killed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "commit", killed)
    with pytest.raises(KeyboardInterrupt):
        add(session, place)

    assert counts(session) == (0, 0)


def test_a_full_disk_takes_no_file_and_keeps_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(session, make_plan_scene(session))
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)

    with pytest.raises(DiskNearlyFull):
        add(session, place)

    assert counts(session) == (0, 0)


def test_ten_files_of_an_indicator_and_fifty_megabytes_of_a_period_are_the_most(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(session, make_plan_scene(session))
    for revision in range(10):
        add(session, place, revision=revision)
    with pytest.raises(EnoughEvidence):
        add(session, place, revision=10)
    other = replace(place, indicator_key=2)
    monkeypatch.setattr(file_service, "MOST_FILE_BYTES", 11 * len(CONTENT))

    add(session, other)
    with pytest.raises(EnoughEvidence):
        add(session, other, revision=1)

    add(session, replace(place, period_number=2))
    assert counts(session) == (12, 12)
    assert MOST_FILE_BYTES == 50 * 1024 * 1024


def test_nobody_else_adds_a_file_and_nobody_after_the_answer(session: Session) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    with pytest.raises(realising.NotTheOtherSide):
        add_file(session, move(place, scene.superior), file=sent(), lock=str.encode)
    add(session, place)
    report = realising.RealisationReport(None, b"told")
    realising.report(session, move(place, scene.person, revision=1), told=report)
    realising.verify(session, move(place, scene.superior, revision=2), by=SUPERIOR)

    with pytest.raises(realising.RealisationChanged):
        add(session, place, revision=3)

    for refused in (
        "DELETE FROM realisation_file",
        "DELETE FROM stored_content",
        "UPDATE stored_content SET name = '0123456789abcdef0123456789abcdef'",
        "UPDATE realisation_file SET sha256 = stored_as",
        "UPDATE realisation_file SET stored_as = NULL",
        "UPDATE realisation_file SET removed_on = '2026-01-12'",
        "UPDATE realisation_file SET stored_as = 'nowhere'",
        "UPDATE realisation_file SET period_number = 2",
    ):
        with pytest.raises(IntegrityError):
            session.execute(text(refused))
        session.rollback()


def test_what_is_taken_away_is_gone_with_its_key_and_leaves_a_trace(session: Session) -> None:
    scene = make_plan_scene(session)
    number = add(session, make_place(session, scene))
    kept = kept_file(session, number)
    assert kept is not None

    remove_file(session, number, store=STORE, by=scene.superior, today=TODAY, reason=REASON)

    assert counts(session) == (1, 0)
    assert kept_file(session, number) is None
    with pytest.raises(ContentGone):
        STORE.content(session, kept.stored_as)
    (trace,) = evidence_of(session, [1])[1]
    assert trace.digest == digest(CONTENT)
    assert trace.file is not None
    assert trace.file.removed_on == TODAY
    with pytest.raises(file_service.NoSuchFile):
        remove_file(session, number, store=STORE, by=scene.superior, today=TODAY, reason=REASON)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE realisation_file SET removed_on = NULL"))


def test_files_are_forgotten_after_their_time_and_not_before(session: Session) -> None:
    number = add(session, make_place(session, make_plan_scene(session)))
    last = date(2026, 12, 31)

    assert forget_files(session, store=STORE, now=NOW, today=TODAY, ended_before=last) == 0
    assert kept_file(session, number) is not None

    after = date(2027, 1, 1)
    assert (
        forget_files(session, store=STORE, now=NOW, today=date(2029, 1, 2), ended_before=after) == 1
    )
    assert counts(session) == (1, 0)


def test_files_in_a_folder_are_found_taken_away_and_swept(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    store = FileStore(Path("/"), folder)
    file = SentFile(CheckedFile(FileKind.PDF, CONTENT), b"sealed name", store)
    before = add(session, place)
    number = add_file(session, move(place, place.person_id, revision=1), file=file, lock=str.encode)

    for each in (before, number):
        kept = kept_file(session, each)
        assert kept is not None
        assert file_service.read_file(session, kept, key=kept.key.decode(), store=store) == CONTENT
    assert counts(session) == (2, 2)
    (kept_at,) = folder.iterdir()
    assert CONTENT not in kept_at.read_bytes()

    (folder / "left.over").write_bytes(b"x")
    os.utime(folder / "left.over", (0, 0))
    last = date(2026, 12, 31)
    assert forget_files(session, store=store, now=NOW, today=TODAY, ended_before=last) == 0
    assert list(folder.iterdir()) == [kept_at]

    remove_file(session, number, store=store, by=scene.superior, today=TODAY, reason=REASON)
    assert list(folder.iterdir()) == []
