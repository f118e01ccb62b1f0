"""Starting the portal loads nothing that only signing in or migrating needs."""

import subprocess
import sys

HEAVY = (
    "argon2",
    "zxcvbn",
    "alembic",
    "flask_migrate",
)
PROGRAM = f"""
import sys
import portal.app
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_sign_in_and_migrations_are_loaded_when_they_are_needed() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []
