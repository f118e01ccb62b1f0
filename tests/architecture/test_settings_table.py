"""Every setting stands in one table of docs/settings.md, and no other variable is read."""

import dataclasses
import re
from pathlib import Path

from portal.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
READERS = ("portal/**/*.py", "deploy/*", "scripts/*")
VARIABLE = re.compile(rf"\b{PREFIX}[A-Z][A-Z_]*[A-Z]\b")
ROW = re.compile(rf"^\| `({PREFIX}\w+)` \| ([^|]+) \|", re.MULTILINE)


def fields() -> set[str]:
    return {PREFIX + field.name.upper() for field in dataclasses.fields(Settings)}


def documented() -> list[tuple[str, str]]:
    """Return each row's variable and default, in order."""
    return ROW.findall((ROOT / "docs" / "settings.md").read_text())


def test_the_page_lists_every_setting_once() -> None:
    assert sorted(name for name, _ in documented()) == sorted(fields())


def test_the_page_states_the_defaults_that_the_code_has() -> None:
    unset = Settings.from_env({})
    stated = {name: default.strip() for name, default in documented()}
    for name in fields():
        value = getattr(unset, name.removeprefix(PREFIX).lower())
        if isinstance(value, int) and not isinstance(value, bool):
            assert stated[name] == f"`{value}`", name
        elif value in ("", (), None):
            assert stated[name] in {"empty", "made once in the instance folder"}, name


def test_the_first_page_leads_to_the_settings_and_repeats_none() -> None:
    text = (ROOT / "README.md").read_text()

    assert "(docs/settings.md)" in text
    assert VARIABLE.findall(text) == []


def test_no_variable_is_read_that_the_page_does_not_list() -> None:
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for pattern in READERS
        for path in ROOT.glob(pattern)
        if path.is_file()
        for name in VARIABLE.findall(path.read_text())
        if name not in fields()
    }

    assert strangers == set()
