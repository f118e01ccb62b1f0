"""The tables of hard cases and of bad input name tests that are there."""

import re
from pathlib import Path

from tests.architecture.source_files import ROOT

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# Of the domain paper's section 16; some have two rows.
CASES = 27
# Of the issue that asks for the first part of the evaluation; some have two rows.
BAD_INPUTS = 11


def rows(title: str = "Hard cases") -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "evaluation.md").read_text()
    section = text.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [pair for pair in ROW.findall(section) if pair[0] not in {"Case", "Input", "---"}]


def file_of(name: str) -> Path | None:
    """Return the file a row names: by its path, or by a name that only one test file has."""
    found = [ROOT / name] if "/" in name else list((ROOT / "tests").rglob(name))
    return found[0] if len(found) == 1 and found[0].is_file() else None


def without_a_test(listed: list[tuple[str, str]]) -> list[str]:
    missing = []
    for case, where in listed:
        path, _, name = where.strip("`").partition("::")
        file = file_of(path)
        if file is None or (name and f"def {name}(" not in file.read_text()):
            missing.append(case)
    return missing


def test_every_hard_case_has_a_test_that_is_there() -> None:
    assert without_a_test(rows()) == []
    assert len(rows()) >= CASES


def test_every_hard_case_itself_names_one_test_and_no_whole_file() -> None:
    cases = [pair for pair in rows() if not pair[0].startswith("the same")]

    assert [case for case, where in cases if "::test_" not in where] == []
    assert len(cases) >= CASES


def test_every_kind_of_bad_input_has_a_test_that_is_there() -> None:
    assert without_a_test(rows("Bad input")) == []
    assert len(rows("Bad input")) >= BAD_INPUTS


def test_a_test_that_is_gone_is_found() -> None:
    gone = ("a case", "`tests/architecture/test_hard_cases.py::test_that_nobody_wrote`")

    assert without_a_test([gone]) == ["a case"]


def test_a_bare_name_is_of_one_file_only() -> None:
    assert file_of("test_changelog.py") == ROOT / "tests/architecture/test_changelog.py"
    assert file_of("__init__.py") is None
    assert file_of("test_nobody_wrote_this.py") is None
