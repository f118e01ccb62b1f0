"""The program that reads: what it costs is bounded, and every way it ends is an answer."""

import io
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portal.storage import own_programs
from portal.storage.confining import Bounds, confine
from portal.storage.own_programs import ROOT
from portal.storage.spreadsheets import program, reading
from portal.storage.spreadsheets.limits import LIMITS, MEBIBYTE
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableFaultKind,
    TableRow,
    UnreadableTable,
)
from portal.storage.spreadsheets.wire import read_columns, read_outcome, written_columns
from tests.factories.workbooks import by_hand, four_million_texts, sheet, texts_row

COLUMNS = Columns(("kind", "code"), required=("kind",), marks=("u1",), meanings={"x": "code"})
CONTENT = "Daftar\nkind,X,salah\ndesk,é,1\n".encode()


def refusal(content: bytes, **options: object) -> RowFault:
    with pytest.raises(UnreadableTable) as caught:
        read_table(content, COLUMNS, **options)  # type: ignore[arg-type]
    return caught.value.fault


def test_a_table_comes_back_as_the_program_read_it() -> None:
    table = read_table(CONTENT, COLUMNS)

    assert table.heading_line == 2
    assert table.meanings == ("kind", "code", "")
    assert [(row.line, dict(row.cells)) for row in table.rows] == [
        (3, {"kind": "desk", "code": "é"})
    ]
    assert table.faults == (RowFault(2, "salah", TableFaultKind.UNKNOWN_COLUMN),)


def test_a_refusal_comes_back_with_its_place() -> None:
    assert refusal(by_hand(sheet(texts_row("y")), sheet(texts_row("z")))) == RowFault(
        0, "", TableFaultKind.NO_HEADING, "30", "S1, S2"
    )


def test_four_million_texts_are_refused_and_a_web_worker_keeps_its_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert refusal(four_million_texts()).kind is TableFaultKind.TOO_MANY_TEXTS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.fixture
def other_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(own_programs, "ROOT", tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return "other"


CONFINED = """
from portal.storage.confining import Bounds, confine
confine(Bounds(cpu_seconds=1, memory_bytes=200 * 2**20, output_bytes=1000))
"""


@pytest.mark.parametrize(
    "text",
    [
        "raise SystemExit(1)",
        pytest.param(CONFINED + "while True: pass", marks=pytest.mark.slow),
        CONFINED + "list(range(100_000_000))",
        CONFINED + "import sys; sys.stdout.write('x' * 2000); sys.stdout.flush()",
    ],
)
def test_a_program_that_fails_or_passes_a_bound_is_a_refusal(
    text: str, other_program: str, tmp_path: Path
) -> None:
    (tmp_path / "other.py").write_text(text)

    assert refusal(CONTENT, program=other_program).kind is TableFaultKind.TOO_COSTLY


def test_a_program_that_takes_too_long_is_ended(other_program: str, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("import signal; signal.pause()")

    assert refusal(CONTENT, program=other_program, seconds=0.3).kind is TableFaultKind.TOO_COSTLY


def test_the_program_knows_no_setting(
    other_program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "secret")
    (tmp_path / "other.py").write_text(
        "import os, json\n"
        "found = [name for name in os.environ if name.startswith('PORTAL_')]\n"
        "print(json.dumps({'columns': [], 'names': [], 'rows': [], 'faults': [],"
        " 'sheet': ','.join(found), 'heading_line': 1, 'left_out': []}))"
    )

    assert read_table(CONTENT, COLUMNS, program=other_program).sheet == ""


def test_one_file_at_a_time_is_read_and_the_next_is_told_to_wait() -> None:
    with reading._one_at_a_time:
        assert refusal(CONTENT, seconds=0.05).kind is TableFaultKind.BUSY
    assert read_table(CONTENT, COLUMNS).rows


def test_two_files_at_once_are_read_one_after_the_other() -> None:
    found: list[Table] = []
    threads = [
        threading.Thread(target=lambda: found.append(read_table(CONTENT, COLUMNS)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [len(table.rows) for table in found] == [1, 1, 1]


def answered(content: bytes) -> str:
    target = io.BytesIO()
    program.answer(io.BytesIO(content), target, columns=written_columns(COLUMNS))
    return target.getvalue().decode()


def test_the_program_answers_with_a_table_or_a_refusal() -> None:
    assert read_outcome(answered(CONTENT)).heading_line == 2
    with pytest.raises(UnreadableTable):
        read_outcome(answered(b""))
    assert read_columns(written_columns(COLUMNS)) == COLUMNS


def test_too_little_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(*_: object) -> Table:
        raise MemoryError

    monkeypatch.setattr(program, "extract", extract)

    with pytest.raises(UnreadableTable) as caught:
        read_outcome(answered(CONTENT))
    assert caught.value.fault.kind is TableFaultKind.TOO_COSTLY


def test_the_kernel_is_told_every_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", told.__setitem__)

    confine(Bounds(cpu_seconds=3, memory_bytes=5, output_bytes=7))

    assert told == {
        resource.RLIMIT_CPU: (3, 3),
        resource.RLIMIT_AS: (5, 5),
        resource.RLIMIT_FSIZE: (7, 7),
        resource.RLIMIT_CORE: (0, 0),
    }


def test_the_program_loads_nothing_of_the_portal_but_the_reader() -> None:
    listing = (
        "import sys, portal.storage.spreadsheets.program\n"
        "print(*sorted(name for name in sys.modules if name.startswith(('portal', 'openpyxl',"
        " 'numpy', 'flask', 'sqlalchemy'))))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout.split()

    assert {name for name in loaded if not name.startswith("portal.storage")} == {"portal"}


@pytest.mark.slow
def test_the_largest_table_that_is_allowed_fits_the_bounds() -> None:
    assert LIMITS.memory_bytes == 512 * MEBIBYTE
    rows = "desk,a\n" * LIMITS.rows

    assert len(read_table(b"kind,code\n" + rows.encode(), COLUMNS).rows) == LIMITS.rows


def test_rows_are_read_until_the_list_of_faults_is_full() -> None:
    table = Table((), tuple(TableRow(line, {"kind": "x"}) for line in range(2, 700)))

    def read(row: TableRow) -> list[RowFault]:
        return [RowFault(row.line, "kind", TableFaultKind.LONG_CELL)]

    found, faults = read_rows(table, read)

    assert read_rows(table, lambda row: row.line)[0] == list(range(2, 700))
    assert found == []
    assert len(faults) == LIMITS.faults + 1
    assert faults[-1] == RowFault(502, "", TableFaultKind.FURTHER_ROWS)
