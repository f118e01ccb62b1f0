"""What is taken as a file: told by content, bounded, looked through, pictures written anew."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.storage.files import checking, contents, limits, papers, pictures
from portal.storage.files.checking import checked_file
from portal.storage.files.kinds import FileFault, FileKind, FileRefused
from portal.storage.files.papers import check_paper
from portal.storage.files.pictures import rewritten
from portal.storage.files.sealing import FileDamaged, sealed, unsealed

GPS, MAKER = 0x8825, 0x010F


def paper(change: Callable[[pikepdf.Pdf], object] = lambda _: None, **options: object) -> bytes:
    """Return a PDF of one page, changed."""
    pdf, target = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    change(pdf)
    pdf.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, format=kind, **options)
    return target.getvalue()


def with_place() -> bytes:
    """Return a JPEG that says where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[MAKER] = "Kamera Contoh"
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "S"
    return picture(exif=exif.tobytes(), comment=b"NIK 3173")


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def packed_script(pdf: pikepdf.Pdf) -> None:
    """Hide the script in an object of its own, which is packed when saved."""
    action = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    pdf.Root.AA = pikepdf.Dictionary(WC=action)


def launch(pdf: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
    )
    pdf.pages[0].Annots = pikepdf.Array([link])


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["x.exe"] = b"MZ"


def sending_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=[pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="https://x"))]
    )


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"))


def rich_media(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia)])


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


@pytest.mark.parametrize(
    "change", [script, packed_script, launch, attachment, sending_form, xfa, rich_media]
)
@pytest.mark.parametrize("options", [{}, PACKED])
def test_a_paper_that_does_more_than_show_pages_is_refused(
    change: Callable[[pikepdf.Pdf], None], options: dict[str, object]
) -> None:
    with pytest.raises(FileRefused) as refused:
        check_paper(paper(change, **options))

    assert refused.value.fault is FileFault.ACTIVE


@pytest.mark.parametrize("options", [{}, PACKED])
def test_a_plain_paper_is_kept_as_it_came(options: dict[str, object]) -> None:
    content = paper(**options)

    assert checked_file(content, name="Laporan.PDF").content == content


@pytest.mark.parametrize("password", ["", "rahasia"])
def test_a_locked_paper_is_refused(password: str) -> None:
    locked = paper(encryption=pikepdf.Encryption(owner="x", user=password))

    with pytest.raises(FileRefused) as refused:
        check_paper(locked)
    assert refused.value.fault is FileFault.ENCRYPTED


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (paper() + b"PK\x03\x04 more", FileFault.TWO_IN_ONE),
        (paper() + b"<script>alert(1)</script>", FileFault.TWO_IN_ONE),
        (paper()[:-6] + b"PK\x05\x06" + bytes(18) + b"\n%%EOF\n", FileFault.TWO_IN_ONE),
        (b"%PDF-1.7\n<html><script>alert(1)</script>" + paper(), FileFault.TWO_IN_ONE),
        (b"%PDF-1.7 only the beginning", FileFault.UNREADABLE),
        (b"%PDF-1.7\nnothing in it\n%%EOF", FileFault.UNREADABLE),
    ],
)
def test_a_paper_that_is_two_files_or_broken_is_refused(content: bytes, fault: FileFault) -> None:
    with pytest.raises(FileRefused) as refused:
        check_paper(content)

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "x.pdf", FileFault.EMPTY),
        (b"%PDF-" + bytes(5 * 1024 * 1024), "x.pdf", FileFault.TOO_LARGE),
        (b"MZ\x90", "x.pdf", FileFault.OTHER_KIND),
        (b"GIF89a", "x.png", FileFault.OTHER_KIND),
        (b"<svg/>", "x.png", FileFault.OTHER_KIND),
        (b" %PDF-1.7", "x.pdf", FileFault.OTHER_KIND),
        (picture(), "x.pdf", FileFault.WRONG_NAME),
        (picture("PNG"), "x.jpg", FileFault.WRONG_NAME),
        (picture(), "x.jpg.exe", FileFault.WRONG_NAME),
        (picture(), "", FileFault.WRONG_NAME),
        (b"\xff\xd8\xff and nothing more", "x.jpg", FileFault.UNREADABLE),
        (picture("PNG")[:60], "x.png", FileFault.UNREADABLE),
    ],
)
def test_what_a_file_is_tells_its_content(content: bytes, name: str, fault: FileFault) -> None:
    with pytest.raises(FileRefused) as refused:
        checked_file(content, name=name)

    assert refused.value.fault is fault


def test_of_a_picture_nothing_is_kept_but_the_picture() -> None:
    content = with_place() + b"PK\x03\x04<script>alert(1)</script>"

    kept = checked_file(content, name="foto.jpg")

    assert kept.kind is FileKind.JPEG
    for trace in (b"Kamera", b"NIK", b"Exif", b"PK\x03\x04", b"<script>"):
        assert trace in content
        assert trace not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        # It was turned as its camera said.
        assert image.size == (20, 40)
        assert not image.getexif()


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it has so many pixels, with as many to unpack."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_a_picture_that_unpacks_to_too_much_is_refused_by_its_header() -> None:
    content = bomb(60_000, 1_000)
    assert len(content) < 200_000

    with pytest.raises(FileRefused) as refused:
        rewritten(content, kind=FileKind.PNG)

    assert refused.value.fault is FileFault.TOO_MANY_PIXELS


def test_the_program_is_ended_by_its_bounds_and_not_by_the_worker() -> None:
    with pytest.raises(FileRefused) as refused:
        checked_file(picture(), name="x.jpg", seconds=0.01)

    assert refused.value.fault is FileFault.TOO_COSTLY
    assert limits.BOUNDS.memory_bytes == 512 * 1024 * 1024
    assert limits.SECONDS == 10


def test_whoever_waits_too_long_for_others_is_told_so() -> None:
    with checking._one_at_a_time, pytest.raises(FileRefused) as refused:
        checked_file(picture(), name="x.jpg", seconds=0.01)

    assert refused.value.fault is FileFault.BUSY
    assert checked_file(picture(), name="x.jpg").kind is FileKind.JPEG


def nested(pdf: pikepdf.Pdf) -> None:
    inside = pikepdf.Array([])
    for _ in range(limits.MOST_LEVELS + 1):
        inside = pikepdf.Array([inside])
    pdf.Root.Inside = inside


def test_a_paper_whose_parts_lie_too_deep_costs_too_much() -> None:
    with pytest.raises(FileRefused) as refused:
        check_paper(paper(nested))

    assert refused.value.fault is FileFault.TOO_COSTLY


def without_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def test_a_paper_without_a_page_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        check_paper(paper(without_pages))

    assert refused.value.fault is FileFault.UNREADABLE


def test_what_needs_more_memory_than_there_is_costs_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def exhaust(*_: object, **__: object) -> None:
        raise MemoryError

    content, photo = paper(), picture()
    monkeypatch.setattr(papers.pikepdf, "open", exhaust)
    monkeypatch.setattr(pictures.Image, "open", exhaust)

    with pytest.raises(FileRefused) as of_paper:
        check_paper(content)
    with pytest.raises(FileRefused) as of_picture:
        rewritten(photo, kind=FileKind.JPEG)

    assert of_paper.value.fault is of_picture.value.fault is FileFault.TOO_COSTLY


def test_each_file_has_a_key_of_its_own_and_opens_with_no_other() -> None:
    (key, locked), (other, again) = sealed(b"isi"), sealed(b"isi")

    assert key != other
    assert locked != again
    assert unsealed(locked, key=key) == b"isi"
    for wrong in (other, key[:-2], "zz"):
        with pytest.raises(FileDamaged):
            unsealed(locked, key=wrong)
    with pytest.raises(FileDamaged):
        unsealed(locked[:-1] + bytes([locked[-1] ^ 1]), key=key)


@pytest.mark.parametrize(("used", "is_full"), [(79, False), (80, True), (100, True)])
def test_a_disk_is_full_from_four_fifths_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, used: int, is_full: bool
) -> None:
    usage = shutil_usage(used)
    monkeypatch.setattr(contents.shutil, "disk_usage", lambda _: usage)

    assert contents.is_nearly_full(tmp_path) is is_full


def shutil_usage(used: int) -> object:
    return type(contents.shutil.disk_usage("/"))(100, used, 100 - used)
