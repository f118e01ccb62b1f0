"""pg_dump, pg_restore and psql: where they are installed, and how they are called.

A password goes through the environment, never on a command line. What a program says about a
failing row is not repeated: only its first words or the code of the error.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo
from sqlalchemy import Engine

from portal.storage.backup.copies import CannotCopy

DEBIAN = Path("/usr/lib/postgresql")
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
STATE = re.compile(r"^(?:psql:<stdin>:\d+: )?(?:ERROR|FATAL):\s+(\w{5})\s*$", re.MULTILINE)
REASONS: Mapping[str, str] = {
    "53100": "the server's disk is full",
    "42501": "the database's role lacks a right",
    "55P03": "the database is in use: stop the portal and its jobs first",
    "P0001": "the copy holds other rows than were counted",
}


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of one folder; they must not be older than the server."""

    folder: Path

    @classmethod
    def for_server(cls, version_number: str, *, debian: Path = DEBIAN) -> "Programs":
        """Return the programs of the server's version, or else the next newer ones.

        :param version_number: the server's ``server_version_num``, such as ``150008``.
        :raises CannotCopy: when there are none.
        """
        major = int(version_number) // 10_000
        places = sorted(
            (int(each.name), each / "bin")
            for each in debian.glob("[0-9]*")
            if each.name.isdecimal()
        )
        for found, folder in places:
            if found >= major and (folder / "pg_dump").exists():
                return cls(folder)
        program = shutil.which("pg_dump")
        if program and _version_of(program) >= major:
            return cls(Path(program).parent)
        raise CannotCopy(f"pg_dump {major} or newer is missing: install postgresql-client-{major}")

    def dump(self, engine: Engine, to: Path, *, snapshot: str, left_out: Sequence[str]) -> None:
        """Write what ``snapshot`` sees of the database to ``to``.

        :raises CannotCopy: when pg_dump ends with an error.
        """
        # What may not outlive a crash of the server is in no backup either.
        options = ["--format=custom", "--no-owner", "--no-privileges", "--no-unlogged-table-data"]
        options += [f'--exclude-table-data=public."{name}"' for name in left_out]
        options += [f"--snapshot={snapshot}", f"--file={to}"]
        done = subprocess.run(  # noqa: S603 - a program of the server's own
            [str(self.folder / "pg_dump"), *options, f"--dbname={_address(engine)}"],
            env=_environment(engine),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise CannotCopy(_first_words("pg_dump", said=done.stderr))

    def load(self, engine: Engine, copy: Path, *, before: str, after: str) -> None:
        """Run ``before``, the dump ``copy`` and ``after`` in the transaction that ``before`` opens.

        It is committed only when all of it was read and run.

        :raises CannotCopy: when any of it fails; the database is as it was.
        """
        psql = [str(self.folder / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        psql += ["-v", "VERBOSITY=sqlstate", "-o", os.devnull, f"--dbname={_address(engine)}"]
        restore = [str(self.folder / "pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
        with (
            subprocess.Popen(  # noqa: S603 - as above
                psql,
                env=_environment(engine),
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ) as running,
            subprocess.Popen(  # noqa: S603 - as above
                [*restore, str(copy)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
            ) as reading,
        ):
            fed = _feed(running, reading, before=before, after=after)
            said = running.stderr.read() if running.stderr else b""
            complaint = reading.stderr.read() if reading.stderr else b""
        if running.returncode:
            raise CannotCopy(_reason(said))
        if not fed:
            raise CannotCopy(_first_words("pg_restore", said=complaint))


def _feed(
    running: "subprocess.Popen[bytes]",
    reading: "subprocess.Popen[bytes]",
    *,
    before: str,
    after: str,
) -> bool:
    """Pass everything on to psql; return whether the dump was read to its end."""
    if running.stdin is None or reading.stdout is None:
        return False
    is_whole = False
    try:
        with running.stdin as to:
            to.write(before.encode())
            shutil.copyfileobj(reading.stdout, to)
            reading.stdout.close()
            is_whole = reading.wait() == 0
            # Without this COMMIT the server rolls everything back.
            to.write((after + "COMMIT;\n").encode() if is_whole else b"\n\\.\nROLLBACK;\n")
    except BrokenPipeError:
        reading.stdout.close()
        reading.kill()
    return is_whole


def _version_of(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - a program of the list above
    found = VERSION.search(done.stdout)
    return int(found[1]) if found else 0


def _parameters(engine: Engine) -> dict[str, str]:
    """Return what the server's library reads of the address; the rest is for the driver."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    _, parameters = engine.dialect.create_connect_args(engine.url)
    return {name: str(value) for name, value in parameters.items() if name in known}


def _address(engine: Engine) -> str:
    """Return how to reach the database, without its password."""
    return make_conninfo(
        **{name: value for name, value in _parameters(engine).items() if name != "password"}
    )


def _environment(engine: Engine) -> dict[str, str]:
    password = _parameters(engine).get("password")
    return {**os.environ, "LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})


def _reason(said: bytes) -> str:
    found = STATE.search(said.decode(errors="replace"))
    if not found:
        return _first_words("psql", said=said)
    return REASONS.get(found[1], f"PostgreSQL refused it with the code {found[1]}")


def _first_words(program: str, *, said: bytes) -> str:
    """Return the first line of what a program said, which names no row."""
    lines = said.decode(errors="replace").strip().splitlines() or ["it ended without a word"]
    words = lines[0].removeprefix(f"{program}: ").removeprefix("error: ")
    return f"{program}: {words}"
