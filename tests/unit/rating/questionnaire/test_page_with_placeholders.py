"""A page with a hole unpacks, in every encoding, to the page with the hole filled."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rating.questionnaire.page_with_placeholders import PageWithPlaceholders, fixed_page

HOLE = "<<hole>>"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
ROW = '<label class="answer"><input type="radio" name="time" value="3"> Cepat</label>\n'


@pytest.fixture(scope="module")
def page() -> PageWithPlaceholders:
    return fixed_page(ROW * 200 + HOLE + "</form></html>", hole=HOLE)


@pytest.mark.parametrize("encoding", UNPACK)
@given(hole=st.binary(max_size=3000))
def test_the_filled_page_comes_out_whole(
    page: PageWithPlaceholders, encoding: str, hole: bytes
) -> None:
    whole = ROW.encode() * 200 + hole + b"</form></html>"

    assert UNPACK[encoding](page.body(hole, encoding=encoding)) == whole


@pytest.mark.parametrize("encoding", UNPACK)
def test_a_page_of_one_byte_and_the_largest_hole_come_out_whole(encoding: str) -> None:
    page, hole = fixed_page(f"a{HOLE}", hole=HOLE), b"x" * 0xFFFF

    assert UNPACK[encoding](page.body(hole, encoding=encoding)) == b"a" + hole


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_hole_that_no_block_can_hold_is_refused(encoding: str) -> None:
    page = fixed_page(HOLE, hole=HOLE)

    with pytest.raises(ValueError, match="too large"):
        page.body(b"x" * 0x10000, encoding=encoding)


@pytest.mark.parametrize("encoding", UNPACK)
def test_two_holes_are_filled_in_order(encoding: str) -> None:
    page = fixed_page(f"token={HOLE} key={HOLE}.", hole=HOLE)

    assert UNPACK[encoding](page.body(b"1", b"2", encoding=encoding)) == b"token=1 key=2."


@pytest.mark.parametrize("encoding", UNPACK)
def test_a_page_without_holes_comes_out_whole(encoding: str) -> None:
    assert UNPACK[encoding](fixed_page(ROW, hole=HOLE).body(encoding=encoding)) == ROW.encode()


@pytest.mark.parametrize("fills", [(), (b"1", b"2")])
def test_every_hole_is_filled_and_no_other(
    page: PageWithPlaceholders, fills: tuple[bytes, ...]
) -> None:
    with pytest.raises(ValueError, match="zip"):
        page.body(*fills, encoding="identity")


def test_the_packed_page_is_small(page: PageWithPlaceholders) -> None:
    assert len(page.body(b"token", encoding="br")) < len(page.head) / 50
