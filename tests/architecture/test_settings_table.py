"""Every setting stands in one table of the README, and no other variable is read."""

import dataclasses
import re
from pathlib import Path

from portal.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
READERS = ("portal/**/*.py", "deploy/*", "scripts/*")
VARIABLE = re.compile(rf"\b{PREFIX}[A-Z][A-Z_]*[A-Z]\b")


def fields() -> set[str]:
    return {PREFIX + field.name.upper() for field in dataclasses.fields(Settings)}


def documented() -> list[str]:
    table = (ROOT / "README.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    return re.findall(rf"^\| `({PREFIX}\w+)` \|", table, flags=re.MULTILINE)


def test_the_readme_lists_every_setting_once() -> None:
    assert sorted(documented()) == sorted(fields())


def test_no_variable_is_read_that_the_readme_does_not_list() -> None:
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for pattern in READERS
        for path in ROOT.glob(pattern)
        if path.is_file()
        for name in VARIABLE.findall(path.read_text())
        if name not in fields()
    }

    assert strangers == set()
