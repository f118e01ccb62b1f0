"""What the program that looks at files answers, and how pictures are written anew."""

import io

import pytest
from PIL import Image

from portal.storage.files import pictures
from portal.storage.files.kinds import FileFault, FileKind, FileRefused
from portal.storage.files.pictures import rewritten
from portal.storage.files.program import TAKEN, answer
from tests.unit.storage.files.test_files import paper, picture, script, with_place


def answered(content: bytes, kind: FileKind) -> bytes:
    target = io.BytesIO()
    answer(io.BytesIO(content), target, kind=kind)
    return target.getvalue()


def test_a_harmless_paper_is_kept_as_it_is() -> None:
    assert answered(paper(), FileKind.PDF).startswith(TAKEN + b"%PDF")


def test_a_picture_is_kept_without_what_was_beside_it() -> None:
    kept = answered(with_place(), FileKind.JPEG)

    assert kept.startswith(TAKEN)
    assert b"Kamera" not in kept
    assert b"3173" not in kept


@pytest.mark.parametrize(
    ("content", "kind", "fault"),
    [
        (paper(script), FileKind.PDF, FileFault.ACTIVE),
        (b"no picture", FileKind.PNG, FileFault.UNREADABLE),
    ],
)
def test_what_is_refused_is_answered_by_its_fault(
    content: bytes, kind: FileKind, fault: FileFault
) -> None:
    assert answered(content, kind) == fault.encode()


def test_a_program_without_memory_says_that_the_file_costs_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def exhausted(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(pictures, "rewritten", exhausted)

    assert answered(picture(), FileKind.JPEG) == FileFault.TOO_COSTLY.encode()


def test_a_picture_that_would_be_written_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MOST_WRITTEN_BYTES", 10)

    with pytest.raises(FileRefused) as refused:
        rewritten(picture("PNG"), kind=FileKind.PNG)

    assert refused.value.fault is FileFault.TOO_COSTLY


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)

    with pytest.raises(FileRefused) as refused:
        rewritten(picture(size=(40, 20)), kind=FileKind.JPEG)

    assert refused.value.fault is FileFault.TOO_MANY_PIXELS


def test_colours_that_a_kind_has_not_are_turned_into_its_own() -> None:
    target = io.BytesIO()
    Image.new("CMYK", (4, 4)).save(target, format="JPEG")

    with Image.open(io.BytesIO(rewritten(target.getvalue(), kind=FileKind.JPEG))) as written:
        assert written.mode == "RGB"
