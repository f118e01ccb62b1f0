"""Who may make a folder or a file: what lasts is made once, and never in place of what is away.

A new place that makes one is found here. It uses ``portal.storage.private_files``, or stands below
with its reason.
"""

import ast
from collections.abc import Iterator

from tests.architecture.source_files import nodes, parsed, sources, syntax, text_of

MAKING = {
    *("copy", "copy2", "copyfile", "copytree", "link", "makedirs", "mkdir", "mknod", "touch"),
    *("hardlink_to", "symlink_to", "write_bytes", "write_text"),
}
OF_MODULES = {"copy", "copy2", "copyfile", "copytree", "link"}
MODULES = {"os", "shutil"}
WRITING = set("wxa+")
# What is made where, and why nothing can come back in its place.
ALLOWED = {
    # The one place that makes folders, and what is written whole.
    "portal.storage.private_files": {"mkdir", "open"},
    # Within making_database only, which the migrations and a restore enter.
    "portal.storage.sqlite_files": {"mknod"},
    # A lasting key: its caller has asked whether there was one.
    "portal.storage.lasting_keys.keys": {"link", "open"},
    # Draft and archive of a backup, in a folder that the operator made; refuses what is there.
    "portal.storage.backup.archive": {"open"},
    "portal.storage.backup.making": {"write_bytes"},
    # The copy of a database in a work folder of its own.
    "portal.storage.backup.sqlite": {"connect", "touch"},
    # A complaint, in the folder of keys, which must be there.
    "portal.complaints.intake.waiting": {"link", "open"},
    # A preview that is kept for an hour.
    "portal.organisation.importing.uploads": {"touch", "write_bytes"},
    # A trial that is removed at once, in a folder that must be there.
    "portal.web.storage_probes": {"open"},
    # A part of an archive in memory.
    "portal.storage.spreadsheets.writing": {"open"},
    # What an operator asks for, at the path they name.
    "portal.cli.activities": {"write_bytes"},
    "portal.cli.desks": {"write_bytes"},
    "portal.cli.jobs": {"touch"},
    "portal.cli.organisation": {"write_text"},
    "portal.cli.plan_forms": {"mkdir", "write_bytes", "write_text"},
    "portal.cli.plans": {"write_bytes"},
    "portal.cli.ratings": {"open"},
    "portal.cli.report": {"write_bytes"},
    "portal.cli.faults": {"write_bytes"},
    "portal.cli.tickets": {"write_bytes", "write_text"},
    # Segments of PostgreSQL's log, in a folder that is thrown away.
    "portal.privacy_audit.write_ahead_log": {"write_bytes"},
}


def made_in(code: str) -> Iterator[str]:
    """Yield the name of every call in ``code`` that makes a folder or a file."""
    for node in nodes(syntax(code), ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        module = getattr(getattr(node.func, "value", None), "id", "")
        if name in OF_MODULES and module not in MODULES:
            continue
        is_sqlite = (module, name) == ("sqlite3", "connect")
        if name in MAKING or is_sqlite or (name == "open" and makes_a_file(node)):
            yield name


def makes_a_file(call: ast.Call) -> bool:
    """Whether an ``open``, of Python or of the system, makes what is missing."""
    words = [*call.args, *(each.value for each in call.keywords)]
    if getattr(getattr(call.func, "value", None), "id", "") == "os" and len(words) > 2:
        return True  # only what may be made has a mode
    modes = {each.value for each in words if isinstance(each, ast.Constant)}
    is_written = any(isinstance(mode, str) and is_mode(mode) for mode in modes)
    return is_written or any("O_CREAT" in ast.dump(each) for each in words)


def is_mode(text: str) -> bool:
    return len(text) <= 3 and bool(WRITING & set(text)) and set(text) <= set("rwxabt+")


def found() -> dict[str, set[str]]:
    all_of_them = {module: set(made_in(text_of(path))) for module, path in sources().items()}
    return {module: names for module, names in all_of_them.items() if names}


def test_only_named_places_make_folders_and_files() -> None:
    assert found() == ALLOWED


def test_another_place_that_makes_one_is_found() -> None:
    assert list(made_in("folder.mkdir(parents=True)")) == ["mkdir"]
    assert list(made_in("os.makedirs(folder)")) == ["makedirs"]
    assert list(made_in("open(path, 'wb')")) == ["open"]
    assert list(made_in("path.open(mode='x')")) == ["open"]
    assert list(made_in("os.open(path, os.O_RDWR | os.O_CREAT)")) == ["open"]
    assert list(made_in("os.open(path, flags, 0o600)")) == ["open"]
    assert list(made_in("sqlite3.connect(path)")) == ["connect"]
    assert list(made_in("shutil.copy(a, b)")) == ["copy"]
    assert list(made_in("path.open('rb'); path.open(); values.copy(); url.link()")) == []


def test_only_a_first_use_makes_a_folder_of_what_lasts() -> None:
    """Whoever says that it is the first has asked what was there before."""
    saying = {
        module
        for module, path in sources().items()
        for node in nodes(parsed(path), ast.Call)
        if getattr(node.func, "id", "") == "lasting_folder"
        and not any(
            each.arg == "is_first" and getattr(each.value, "value", None) is False
            for each in node.keywords
        )
    }

    assert saying == {"portal.storage.sealing.keys"}
