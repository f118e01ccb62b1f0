"""Workbooks made to cost much are refused before they do; any other ends in rows or a refusal."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.storage.spreadsheets import markup
from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.limits import LIMITS, TableLimits
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableFaultKind,
    UnreadableTable,
)
from tests.examples import examples
from tests.factories.workbooks import (
    MAIN,
    by_hand,
    four_million_texts,
    packed,
    parts,
    row_of,
    sheet,
    text_cell,
    texts_row,
    workbook,
)

COLUMNS = Columns(("kind", "code"))
HEADING = texts_row("kind", "code")
SOUND = parts(sheet(HEADING + texts_row("desk", "a-1")))
SMALL = TableLimits(
    parts=9,
    unpacked_bytes=40_000,
    texts=5,
    depth=9,
    elements=3_000,
    other_elements=3_000,
    sheets=2,
    rows=3,
    heading_lines=1,
    columns=3,
    cells=40,
    cell_characters=20,
    characters=60,
)


def outcome(content: bytes, limits: TableLimits = LIMITS) -> Table | RowFault:
    try:
        return extract(content, COLUMNS, limits=limits)
    except UnreadableTable as error:
        return error.fault


def refused(content: bytes, limits: TableLimits = SMALL) -> tuple[str, str]:
    found = outcome(content, limits)
    assert isinstance(found, RowFault)
    return str(found.kind), found.detail


def test_the_sound_workbook_is_read_within_the_small_limits() -> None:
    assert isinstance(outcome(packed(SOUND), SMALL), Table)


def test_four_million_empty_texts_are_refused_at_the_limit() -> None:
    content = four_million_texts()
    began = process_time()

    found = outcome(content)

    assert len(content) < 200_000
    assert found == RowFault(0, "", TableFaultKind.TOO_MANY_TEXTS, str(LIMITS.texts))
    assert process_time() - began < 4


@pytest.mark.parametrize("inner", ["<r/>", "<r><t/></r>", "<rPh/>", "<x/>"])
def test_elements_that_nothing_is_done_with_are_counted_too(inner: str) -> None:
    """One rich text of millions of pieces is one shared string, and no cell."""
    pieces = LIMITS.other_elements + 1
    content = by_hand(sheet(HEADING), texts=f"<sst {MAIN}><si>{inner * pieces}</si></sst>".encode())

    assert len(content) < 300_000
    assert refused(content, LIMITS) == ("unsafe_workbook", "elements")


def test_reading_costs_no_more_elements_than_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    plain = markup._Events.start

    def start(self: object, name: str, attributes: dict[str, str]) -> None:
        counted.append(name)
        plain(self, name, attributes)  # type: ignore[arg-type]

    monkeypatch.setattr(markup._Events, "start", start)

    assert refused(texts_of("<si>" + "<r/>" * 9_000 + "</si>"))[1] == "elements"
    # Two relations and the outline come before the texts.
    assert SMALL.other_elements < len(counted) <= SMALL.other_elements + 1


@pytest.mark.parametrize("where", ["texts", "sheet"])
def test_a_tag_of_endless_attributes_is_refused_before_it_ends(where: str) -> None:
    attributes = "".join(f' a{number}=""' for number in range(60_000))
    inner = f"<c{attributes}/>"
    content = texts_of(inner) if where == "texts" else by_hand(sheet(HEADING + row_of(inner)))
    roomy = replace(LIMITS, markup_bytes=100_000)

    assert refused(content, roomy) == ("unsafe_workbook", "markup")


def spoiled(name: str, content: bytes) -> bytes:
    return packed({**SOUND, name: content})


def texts_of(inner: str) -> bytes:
    return by_hand(sheet(HEADING), texts=f"<sst {MAIN}>{inner}</sst>".encode())


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: spoiled("xl/worksheets/sheet1.xml", b" " * 50_000), ("too_many_bytes", "40000")),
        (lambda: by_hand(*[sheet("", extra=" " * 15_000)] * 2), ("too_many_bytes", "40000")),
        (lambda: texts_of("<si/>" * 6), ("too_many_texts", "5")),
        (lambda: by_hand(sheet(HEADING + texts_row("a", "b") * 4)), ("too_many_rows", "3")),
        (lambda: by_hand(sheet(HEADING + texts_row("a") * 5)), ("too_many_rows", "3")),
        (lambda: by_hand(sheet(HEADING + "<row/>" * 40)), ("too_many_cells", "40")),
        (lambda: by_hand(sheet(HEADING + row_of("<c/>" * 40))), ("too_many_cells", "40")),
        (
            lambda: by_hand(sheet(HEADING + row_of('<c r="D2"><v>1</v></c>'))),
            ("too_many_columns", "3"),
        ),
        (
            lambda: by_hand(sheet(HEADING + row_of('<c r="ZZZZZZ2"><f>1</f></c>'))),
            ("too_many_columns", "3"),
        ),
        (lambda: by_hand(sheet(HEADING + texts_row("x" * 21))), ("long_cell", "20")),
        (
            lambda: by_hand(sheet(HEADING + texts_row("x" * 20, "y" * 20, "z" * 20))),
            ("too_many_bytes", "60"),
        ),
        (lambda: by_hand(*[sheet(HEADING)] * 3), ("unsafe_workbook", "sheets")),
        (
            lambda: spoiled("xl/worksheets/sheet1.xml", b"<a>" * 10 + b"</a>" * 10),
            ("unsafe_workbook", "depth"),
        ),
        (
            lambda: spoiled(
                "xl/worksheets/sheet1.xml",
                b"<a>" + b"".join(b"<a%d/>" % at for at in range(2_000)) + b"</a>",
            ),
            ("unsafe_workbook", "names"),
        ),
        (
            lambda: packed({**SOUND, **{f"x{at}": b"" for at in range(9)}}),
            ("unsafe_workbook", "parts"),
        ),
        (
            lambda: packed({**SOUND, "XL/Workbook.xml": b""}),
            ("unsafe_workbook", "twice"),
        ),
        (lambda: packed(SOUND, method=zipfile.ZIP_BZIP2), ("unsafe_workbook", "method")),
    ],
)
def test_every_bound_refuses_with_its_number(
    make: Callable[[], bytes], expected: tuple[str, str]
) -> None:
    assert refused(make()) == expected


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]>',
    ],
)
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_a_document_type_is_refused_in_every_part(document_type: str, name: str) -> None:
    content = document_type.encode() + SOUND[name]

    assert refused(spoiled(name, content), LIMITS) == ("unsafe_workbook", "DOCTYPE")


def test_a_sheet_is_unpacked_once_when_it_is_the_only_one() -> None:
    content = by_hand(sheet(HEADING + texts_row("a", "b"), extra=" " * 30_000))

    assert isinstance(outcome(content, SMALL), Table)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (LIMITS.markup_bytes // 2, ("too_many_columns", "100")),
        (2_000_000, ("unsafe_workbook", "markup")),
    ],
)
def test_a_reference_of_very_many_letters_costs_nothing(
    letters: int, expected: tuple[str, str]
) -> None:
    content = by_hand(sheet(HEADING + row_of(f'<c r="{"A" * letters}"><v>1</v></c>')))
    began = process_time()

    assert refused(content, LIMITS) == expected
    assert process_time() - began < 4


def test_a_part_twice_under_one_name_is_refused() -> None:
    written = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(written, "w") as archive:
        for name, content in [*SOUND.items(), *SOUND.items()]:
            archive.writestr(name, content)

    assert refused(written.getvalue(), LIMITS) == ("unsafe_workbook", "twice")


def test_an_encrypted_part_is_refused() -> None:
    content = packed(SOUND)
    at = content.index(b"PK\x01\x02") + 8

    assert refused(content[:at] + b"\x01\x00" + content[at + 2 :]) == ("other_format", "")


@pytest.mark.parametrize("declared", [1, 2**31])
def test_a_wrong_declared_size_is_refused(declared: int) -> None:
    content = bytearray(packed(SOUND))
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", declared)
        at = content.find(b"PK\x01\x02", at + 4)

    assert refused(bytes(content), LIMITS)[0] in {"broken_workbook", "too_many_bytes"}


def test_a_shared_text_in_very_many_cells_is_counted_each_time() -> None:
    cells = row_of('<c t="s"><v>0</v></c>' * 2) * 3
    content = by_hand(
        sheet(HEADING + cells), texts=f"<sst {MAIN}><si><t>{'x' * 15}</t></si></sst>".encode()
    )

    assert refused(content) == ("too_many_bytes", "60")
    assert isinstance(outcome(content), Table)


DAMAGED = workbook(("kind", "code"), ("desk", "Loket"))


@settings(max_examples=examples(150))
@given(position=st.integers(min_value=4, max_value=len(DAMAGED) - 1), byte=st.integers(0, 255))
def test_a_damaged_archive_is_read_or_refused(position: int, byte: int) -> None:
    content = bytearray(DAMAGED)
    content[position] = byte

    assert isinstance(outcome(bytes(content)), Table | RowFault)


@settings(max_examples=examples(150))
@given(
    name=st.sampled_from(sorted(SOUND)),
    at=st.integers(0, 400),
    length=st.integers(0, 30),
    put=st.sampled_from([b"", b"<", b">", b"\x00", b"&#0;", b"&x;", b'"', b"999999999999", b"<c>"]),
)
def test_a_damaged_part_is_read_or_refused(name: str, at: int, length: int, put: bytes) -> None:
    part = SOUND[name]

    found = outcome(spoiled(name, part[:at] + put + part[at + length :]))

    assert isinstance(found, Table | RowFault)


attributes = st.dictionaries(
    st.sampled_from(["r", "t", "s", "hidden", "x"]),
    st.sampled_from(["", "A1", "B2", "ZZ9", "0", "-1", "1e9", "s", "n", "b", "e", "d", "str", "1"]),
    max_size=3,
)
leaf = st.builds(
    lambda name, inner: f"<{name}>{inner}</{name}>",
    st.sampled_from(["v", "t", "f", "is", "rPh", "x"]),
    st.sampled_from(["", "1", "7E+300", "nan", "inf", "kind", "-5", "9" * 400]),
)


def written(name: str, found: dict[str, str], children: list[str]) -> str:
    start = " ".join([name, *(f'{key}="{value}"' for key, value in found.items())])
    return f"<{start}>{''.join(children)}</{name}>"


def element(name: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(written, st.just(name), attributes, st.lists(inner, max_size=4))


@settings(max_examples=examples(200))
@given(rows=st.lists(element("row", element("c", leaf)), max_size=5))
def test_any_rows_are_read_or_refused_within_the_limits(rows: list[str]) -> None:
    found = outcome(by_hand(sheet(HEADING + "".join(rows))), replace(SMALL, unpacked_bytes=99_999))

    if isinstance(found, Table):
        assert len(found.rows) <= SMALL.rows
        assert all(len(cell) <= 20 for row in found.rows for cell in row.cells.values())


@settings(max_examples=examples(200))
@given(content=st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert isinstance(outcome(content), Table | RowFault)
    assert isinstance(outcome(b"kind,code\n" + content), Table | RowFault)


def test_text_cells_need_no_index_of_shared_texts() -> None:
    found = outcome(by_hand(sheet(HEADING + row_of(text_cell("desk"), text_cell("b")))))

    assert isinstance(found, Table)
    assert found.rows[0].cells == {"kind": "desk", "code": "b"}
